"""The form of the codes that all services share: barcode and ISRC. Pure."""

import re
from typing import Final

LATER: Final = "later"
_ISRC: Final = re.compile(r"[A-Z]{2}[A-Z0-9]{3}[0-9]{7}")
_ISRC_WITH_HYPHENS: Final = re.compile(r"[A-Z]{2}-[A-Z0-9]{3}-[0-9]{2}-[0-9]{5}")


class BadCode(ValueError):
    """The text is no such identifier; `what` says why, `mend` the next step."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


def read_upc(text: str) -> str:
    """The digits of a UPC-A (12), an EAN-13, or a GTIN-14 that begins with zero, as written.
    Raises BadCode."""
    digits = re.sub(r"[ -]", "", text)
    if not re.fullmatch(r"[0-9]{12,14}", digits) or (len(digits) == 14 and digits[0] != "0"):
        raise BadCode(
            f"{text!r} is no UPC or EAN: those have 12 or 13 digits.",
            "Copy it from your distributor's page.",
        )
    if digits[-1] != (expected := check_digit(digits[:-1])):
        raise BadCode(
            f"{digits} fails its check digit: after {digits[:-1]} comes {expected}.",
            "One digit is mistyped: copy it from your distributor's page.",
        )
    return digits


def read_upc_or_later(text: str) -> str:
    """The same, or an empty text where the file says `later`: the distributor has not given it
    yet. Raises BadCode."""
    return "" if text == LATER else read_upc(text)


def check_digit(body: str) -> str:
    """The last digit of a GS1 number whose other digits are these."""
    weighted = sum(int(digit) * (1 if n % 2 else 3) for n, digit in enumerate(reversed(body)))
    return str(-weighted % 10)


def read_isrc(text: str) -> str:
    """Twelve characters without hyphens, in capitals. Raises BadCode."""
    code = text.upper()
    if text.isascii() and _ISRC_WITH_HYPHENS.fullmatch(code):
        code = code.replace("-", "")
    if not text.isascii() or not _ISRC.fullmatch(code):
        raise BadCode(
            f"{text!r} is no ISRC: two letters, three letters or digits, seven digits, "
            "like QZ-ABC-26-00001.",
            "Copy it from your distributor's page.",
        )
    return code
