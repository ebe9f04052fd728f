"""Brings the translations in step with the texts in the code: `make languages`."""
