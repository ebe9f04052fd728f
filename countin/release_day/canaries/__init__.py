"""Canaries: accounts of the team that go first in each wave, and are read back."""
