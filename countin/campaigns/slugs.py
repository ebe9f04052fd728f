"""Slugs: the address of a page, an artist's handle. Pure."""

import re
from typing import Final

from django.utils.text import slugify

# The product's own addresses, now and to come.
RESERVED_SLUGS: Final = frozenset(
    (
        *("me", "l", "c", "connect", "studio", "api", "accounts", "static", "media", "embed"),
        *("oembed", "confirm", "unsubscribe", "push", "sw", "healthz", "metrics", "robots"),
        *("sitemap", "favicon", "privacy", "terms", "admin", "docs"),
    )
)
LONGEST_SLUG: Final = 63
_FORM: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")

# Letters that no accent can be taken off from; studio.js suggests the same.
SPELLED: Final = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)


def is_slug(text: str) -> bool:
    """Small letters, digits and hyphens, at most 63, none at the start a hyphen. A reserved
    word has the form too."""
    return bool(_FORM.fullmatch(text))


def suggest_slug(text: str) -> str:
    """The nearest text that has the form, or an empty string."""
    spelled = slugify(text.lower().translate(SPELLED))
    return spelled.replace("_", "-").strip("-")[:LONGEST_SLUG].rstrip("-")
