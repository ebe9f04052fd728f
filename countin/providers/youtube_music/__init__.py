"""YouTube Music: reminded and linked; its library has no API."""
