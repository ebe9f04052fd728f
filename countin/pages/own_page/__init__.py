"""A fan's own page, and everything that can be changed there."""
