"""Telling that an address was written to today, without keeping the address."""

import hashlib

_LENGTH = 8
# Here dots in the name mean nothing, and both hosts are one.
_GMAIL = frozenset({"gmail.com", "googlemail.com"})


def mailbox_of(address: str) -> str:
    """The mailbox that an address most likely leads to: one mailbox has any number of addresses,
    by what follows a plus sign. For comparing alone: mails go to the address as it was given."""
    name, _at, host = address.casefold().rpartition("@")
    name = name.partition("+")[0] or name
    if host in _GMAIL:
        name, host = name.replace(".", ""), "gmail.com"
    return f"{name}@{host}"


def mark_of_leaver(address: str) -> str:
    """SHA-256 of the mailbox: by it an import knows who has left, without their address."""
    return hashlib.sha256(f"countin list|{mailbox_of(address)}".encode()).hexdigest()


def mark_address(address: str) -> str:
    """32 bits of the mailbox's hash. Two people rarely share one; whoever does waits a day.
    It outlives a withdrawal or an erasure by a day at most, so that nobody can have a stranger
    written to again and again by asking and erasing."""
    return hashlib.sha256(f"countin mail|{mailbox_of(address)}".encode()).hexdigest()[:_LENGTH]
