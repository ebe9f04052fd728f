"""The plan of a campaign: read with its campaign's date, changed by its artist, shown as a
calendar by a private address."""
