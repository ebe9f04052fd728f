"""What a look at a link is said to prove, with the next step. Pure."""

from datetime import datetime
from typing import Final

from countin.campaigns.models import LinkCheck
from countin.elsewhere.life import Life

# Why a look is no proof.
WHY: Final = "many services answer for anything, and some never answer a program."
PROOF: Final = (
    f"That a page answers is no proof that the release is on it: {WHY} Open each link once "
    "yourself."
)
_NOT_YET: Final = "Not looked at yet: that happens daily from a week before the release on."


def look_words(check: LinkCheck) -> str:
    """One line, without the address."""
    if check.looked_at is None:
        return _NOT_YET
    at = f"{check.looked_at:%Y-%m-%d %H:%M} UTC"
    if check.life == Life.ANSWERED:
        return f"Answers ({at})."
    if check.life == Life.GONE:
        sure = "" if check.gone_looks > 1 else " It is looked at once more within the hour."
        return f"Gone ({at}). {check.words}{sure} {_mend(check)}"
    return f"Can't tell ({at}). {check.words} Open it yourself."


def dead_words(check: LinkCheck, *, now: datetime) -> str:
    """What somebody is called with. Two looks said the same."""
    release = check.campaign.release
    begin = (
        f"“{check.name}” of “{release.title}” leads to nothing: {check.url} answers that nothing "
        "is there."
    )
    if now < release.first_moment:
        return (
            f"{begin} If it opens only with the release, nothing is to be done; else mend the link "
            "in the campaign file and apply it."
        )
    return f"{begin} Fans are led there now. {_mend(check)}"


def life_of(check: LinkCheck) -> str:
    """As in JSON: answered, gone, unclear, or unseen where nobody has looked yet."""
    return check.life or "unseen"


def is_dead(check: LinkCheck) -> bool:
    """Two looks, one after the other, found nothing."""
    return check.gone_looks >= 2


def _mend(check: LinkCheck) -> str:
    """The next step."""
    return f"Mend the link in the campaign file and apply it: {check.campaign.slug}."
