"""The weeks before the release: fans come, and some change their minds."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from countin.config.demo.stage import Stage
from countin.config.demo.telling import Teller
from countin.config.demo.worker_watch import let_worker_finish

_FANS_A_LEAP = 40
_MOST_LEAPS, _FEWEST_LEAPS = 60, 20
# The page is open until the date ends everywhere; fans of the first market come before it.
_LAST_BEFORE = timedelta(hours=1)


def gather_fans(
    stage: Stage, *, fans: int, seed: int, guests: int, ends: datetime, teller: Teller
) -> list[str]:
    """Let everybody come, at the moments that the crowd planned. What went wrong for whom."""
    clock = stage.clock
    planned = stage.crowd.ask(
        do="plan",
        page=stage.page,
        guest_page=_guest_page(stage) if guests else "",
        services=stage.services.address,
        mailbox=stage.mailbox,
        fans=fans,
        guests=guests,
        channels=stage.example.channels,
        seed=seed,
        begins=clock.now().isoformat(),
        ends=(ends - _LAST_BEFORE).isoformat(),
    )
    begins, trouble = clock.now(), list[str]()
    moments = [datetime.fromisoformat(moment) for moment in planned["arrivals"]]
    with teller.bar("Fans arrive") as bar:
        bar.show(0, of=fans)
        for moment in [*group_moments(moments), ends - _LAST_BEFORE]:
            clock.leap_to(moment)
            told: dict[str, Any] = stage.crowd.ask(do="act", until=clock.now().isoformat())
            trouble += told["trouble"]
            let_worker_finish(stage)
            came = sum(each <= moment for each in moments)
            bar.show(came, of=fans, words=_day_in_words(moment, begins=begins))
    return trouble


def group_moments(moments: Iterable[datetime]) -> list[datetime]:
    """The moments to leap to: after each so many arrivals, those of a peak close together."""
    ordered = sorted(moments)
    leaps = max(_FEWEST_LEAPS, min(_MOST_LEAPS, len(ordered) // _FANS_A_LEAP))
    size = max(1, -(-len(ordered) // leaps))
    groups = [ordered[start : start + size] for start in range(0, len(ordered), size)]
    return [group[-1] for group in groups]


def _guest_page(stage: Stage) -> str:
    return stage.run("campaign", "guests", stage.example.slug).split()[0]


def _day_in_words(moment: datetime, *, begins: datetime) -> str:
    return f"day {(moment - begins).days + 1} of 28"
