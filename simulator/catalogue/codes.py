"""The form of public identifiers."""

import re

ISRC = re.compile(r"[A-Z]{2}[A-Z0-9]{3}\d{7}\Z")
SPOTIFY_ID = re.compile(r"[0-9A-Za-z]{22}\Z")


def is_isrc(text: str) -> bool:
    return bool(ISRC.match(text))


def is_spotify_id(text: str) -> bool:
    return bool(SPOTIFY_ID.match(text))


def is_barcode(text: str) -> bool:
    """12 digits (UPC) or 13 (EAN), with the right check digit."""
    if not re.fullmatch(r"\d{12,13}", text):
        return False
    weighted = sum(
        int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(text))
    )
    return weighted % 10 == 0


def bare_barcode(text: str) -> str:
    """The barcode without leading zeros: a UPC and its EAN form are one."""
    return text.lstrip("0")
