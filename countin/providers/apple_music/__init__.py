"""Apple Music: consent inside our page, adds that prove nothing until read back."""
