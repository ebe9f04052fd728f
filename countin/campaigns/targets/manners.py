"""How strangers' addresses are asked from here: who says it asks, and whom it leaves alone."""

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Manners:
    """`who` lets whoever is asked look up who runs this."""

    who: str
    lets_loopback: bool  # an installation on this machine alone, to try things on
    lets_outside: bool  # a demo, whose clock is moved and whose links are invented, asks nobody


def manners_here() -> Manners:
    """Of this installation."""
    return Manners(
        who=f"Count-In ({settings.BASE_URL})",
        lets_loopback=settings.IS_LOOPBACK,
        lets_outside=not settings.VALUES["COUNTIN_CLOCK_OFFSET_FILE"],
    )
