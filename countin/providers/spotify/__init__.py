"""Spotify: consent by redirect, saves that are proof, one quota for the whole app."""
