"""In which language a fan is written to: the one in which they asked."""

from django.utils.translation import get_language_bidi, override

from countin.languages.available import read_languages
from countin.messaging.models import ListMembership, Reminder

_OURS = "en"


def language_of(wish: Reminder | ListMembership) -> str:
    """What the fan chose, else the language of the words agreed to, else of the fan's browser,
    else English."""
    if isinstance(wish, ListMembership) and wish.language:
        return wish.language
    if wish.consent is not None and wish.consent.language:
        return wish.consent.language
    return (wish.fan.language if wish.fan else "") or _OURS


def spoken_like(language: str) -> str:
    """The one of our languages that this is, or is a form of; else English."""
    ours = dict(read_languages())
    return next((one for one in (language, language.partition("-")[0]) if one in ours), _OURS)


def direction() -> str:
    """`dir` of the language that is active."""
    return "rtl" if get_language_bidi() else "ltr"


def direction_of(language: str) -> str:
    """The same of a language that is named."""
    with override(language):
        return direction()
