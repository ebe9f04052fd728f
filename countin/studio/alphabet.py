"""Names in the order in which people look for them, and found however somebody types them. Pure;
databases order and compare letters each in its own way."""

import re
import unicodedata

from countin.campaigns.slugs import SPELLED

_NUMBERS = re.compile(r"(\d+)")
_NOT_LETTERS = "\"'“”‘’«»([{#.*-–— "


def plain(text: str) -> str:
    """Small letters without accents."""
    spelled = unicodedata.normalize("NFKD", text.casefold().translate(SPELLED))
    return "".join(letter for letter in spelled if not unicodedata.combining(letter))


def place_of(name: str) -> tuple[str | int, ...]:
    """To sort by: 2 comes before 10, É beside e, what stands in quotes by its first letter."""
    parts = _NUMBERS.split(plain(name).lstrip(_NOT_LETTERS))
    # Every other part is a number, so two names are compared like with like.
    return tuple(int(part) if at % 2 else part for at, part in enumerate(parts))


def is_called(name: str, *, searched: str) -> bool:
    """Each word that was typed is in the name, and each number is one of its: 7 is not in 37."""
    letters = plain(name)
    numbers = {int(number) for number in _NUMBERS.findall(letters)}
    words = plain(searched).split()
    return all(int(word) in numbers if word.isdecimal() else word in letters for word in words)
