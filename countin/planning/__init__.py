"""Dates and deadlines before a release, as pure decisions."""
