"""Web push as the standards have it: encryption (RFC 8291), proof of sender (RFC 8292), asking a
push service (RFC 8030). Knows neither Django nor a fan."""
