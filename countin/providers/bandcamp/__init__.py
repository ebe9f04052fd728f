"""Bandcamp: reminded and linked, where the campaign names the release there."""
