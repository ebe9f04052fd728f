"""What the counts mean, and what they don't: who was known, when they came, which channels part."""
