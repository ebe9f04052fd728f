"""What an artist writes to the list, and to people by hand."""
