"""What can be promised, was promised, and what became of it, in words."""
