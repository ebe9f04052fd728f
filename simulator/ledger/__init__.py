"""What the services have registered and given out: apps, keys, codes, grants and tokens."""
