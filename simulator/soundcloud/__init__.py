"""SoundCloud: links that resolve to URNs, likes and follows, refresh tokens that are good once."""
