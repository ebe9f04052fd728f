"""What programs are let in by, and told."""
