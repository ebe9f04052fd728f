"""Amazon Music: reminded and linked; its API is in a closed beta."""
