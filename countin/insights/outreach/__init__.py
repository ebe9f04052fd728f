"""What came of writing to people by hand."""
