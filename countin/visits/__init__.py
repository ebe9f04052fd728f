"""Arrival: tracked links, visits of a page, clicks out of it."""
