"""Deezer: reminded and linked; it takes no new apps."""
