"""Turning the vault's keys: a new pair seals, the old ones open until nothing needs them."""
