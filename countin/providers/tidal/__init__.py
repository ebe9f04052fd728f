"""TIDAL: consent by redirect, saves that are proof, JSON:API that says what it skipped."""
