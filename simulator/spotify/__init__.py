"""Spotify: the accounts service (consent, tokens) and the Web API."""
