"""Telling that an address was written to today, without keeping the address."""

import hashlib

_LENGTH = 8


def mark_address(address: str) -> str:
    """32 bits of the address's hash. Two people rarely share one; whoever does waits a day.
    It outlives a withdrawal or an erasure by a day at most, so that nobody can have a stranger
    written to again and again by asking and erasing."""
    return hashlib.sha256(f"countin mail|{address.lower()}".encode()).hexdigest()[:_LENGTH]
