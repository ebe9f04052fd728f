"""What a visit is counted by, and no row of a visit carries: the kind of device and the language
that the browser asks for, in classes so coarse that they tell nobody from another. Pure."""

import re
from functools import lru_cache
from typing import Final

from django.conf.locale import LANG_INFO

from countin.visits.arriving import LONGEST_ACCEPTED
from countin.visits.models import Trait

_LONGEST_HEADER: Final = LONGEST_ACCEPTED
_TABLET: Final = re.compile(r"\biPad\b|\bTablet\b|\bKindle\b|\bSilk/|\bPlayBook\b")
_PHONE: Final = re.compile(r"\biPhone\b|\biPod\b|\bMobi|\bWindows Phone\b")
_COMPUTER: Final = re.compile(r"\bWindows NT\b|\bMacintosh\b|\bX11\b|\bCrOS\b")
# The family alone ("pt" of "pt-BR"). Others than these count as not known: whoever sends a header
# can invent languages.
_LANGUAGES: Final = frozenset(code.partition("-")[0] for code in LANG_INFO)
_BY_OLD_NAMES: Final = {"iw": "he", "in": "id", "ji": "yi", "no": "nb"}


@lru_cache(maxsize=4096)
def device_of(agent: str) -> str:
    """phone, tablet, computer, or other."""
    if _TABLET.search(agent):
        return "tablet"
    if _PHONE.search(agent):
        return "phone"
    if "Android" in agent:
        return "tablet"  # as Android's browsers say it: without "Mobile"
    return "computer" if _COMPUTER.search(agent) else "other"


@lru_cache(maxsize=4096)
def language_asked(accept_language: str) -> str:
    """The family of the language that the browser puts first, such as "de"; "" is not known."""
    first = accept_language[:_LONGEST_HEADER].partition(",")[0].partition(";")[0].strip().lower()
    family = re.split("[-_]", first, maxsplit=1)[0]
    known = _BY_OLD_NAMES.get(family, family)
    return known if known in _LANGUAGES else ""


def traits_of(agent: str, *, accept_language: str) -> tuple[tuple[Trait, str], ...]:
    """Each trait with its class."""
    return (
        (Trait.DEVICE, device_of(agent)),
        (Trait.LANGUAGE, language_asked(accept_language)),
    )
