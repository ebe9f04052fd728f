"""The control API: what tests and the demo set and look at. It belongs to no streaming service."""
