"""How long a track is, as people write it: minutes and seconds. Pure."""

import re
from typing import Final

from countin.campaigns.codes import BadCode

_FORM: Final = re.compile(r"([0-9]{1,3}):([0-5][0-9])", re.ASCII)
_MEND: Final = "Write minutes and seconds, like 3:12."


def read_length(text: str) -> int:
    """Seconds. Raises BadCode for what is not m:ss, and for nothing at all."""
    found = _FORM.fullmatch(text)
    if found is None:
        raise BadCode(f"{text!r} is no length.", _MEND)
    seconds = int(found[1]) * 60 + int(found[2])
    if seconds == 0:
        raise BadCode(f"{text!r} is no time at all.", f"{_MEND[:-1]}; or leave it out.")
    return seconds


def spell_length(seconds: int) -> str:
    """ "3:12", which `read_length` reads again."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}:{rest:02}"
