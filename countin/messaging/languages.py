"""In which language a fan is written to: the one in which they asked."""

from django.utils.translation import get_language_bidi

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


def direction() -> str:
    """`dir` of the language that is active."""
    return "rtl" if get_language_bidi() else "ltr"
