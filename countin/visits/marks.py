"""The mark of a visit, as forms and addresses carry it: its number, signed. Pure.

Signed so that nobody counts for another's visit. Made of letters, digits and one hyphen, so that
it stands unchanged in a form, in an address, and in an address within an address.
"""

import hashlib
import hmac
import re
from functools import lru_cache
from typing import Final

_FORM: Final = re.compile(r"(\d{1,19})-([0-9a-f]{24})")


def make_mark(number: int, *, campaign_id: int, secret_key: str) -> str:
    """Good for this campaign alone."""
    return f"{number}-{_sign(number, campaign_id, secret_key)}"


def read_mark(mark: str, *, campaign_id: int, secret_key: str) -> int | None:
    """The visit's number; None for what we did not make, or made for another campaign."""
    found = _FORM.fullmatch(mark) if mark.isascii() else None
    if found is None:
        return None
    number, signature = int(found[1]), found[2]
    is_ours = hmac.compare_digest(signature, _sign(number, campaign_id, secret_key))
    return number if is_ours else None


def _sign(number: int, campaign_id: int, secret_key: str) -> str:
    message = b"%d %d" % (campaign_id, number)
    return hmac.digest(_key(secret_key), message, "sha256").hex()[:24]


@lru_cache(maxsize=4)
def _key(secret_key: str) -> bytes:
    return hashlib.sha256(f"countin visit mark|{secret_key}".encode()).digest()
