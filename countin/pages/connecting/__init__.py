"""A pre-save, from the button to the thanks."""
