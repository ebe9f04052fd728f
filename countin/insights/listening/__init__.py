"""Listening as the services count it, from the artist's own exports; laid beside the saves."""
