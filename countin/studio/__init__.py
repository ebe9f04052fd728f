"""A door: what an organizer sees and does, at /studio/. Owns no tables."""
