"""SoundCloud: consent by redirect, refresh tokens that are good once, links for ids."""
