"""Backups: the data in one file, keys apart, and a restored installation that stands still."""
