"""TIDAL: JSON:API, collections that say what they skipped, replies kept by Idempotency-Key."""
