"""What templates of the studio may call."""
