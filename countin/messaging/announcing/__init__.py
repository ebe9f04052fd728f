"""What an artist writes to their own list: written once, sent in paced batches, stopped at will."""
