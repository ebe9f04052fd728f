"""Counting the way to a pre-save: visits, presses, and the way to a service and back.

Rows that no longer name a browser or a visit still count: only their totals are read here.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from django.db.models import Count

from countin.campaigns.models import Campaign
from countin.insights.rolling.reading import Rolled, read_rolled
from countin.insights.tallies import NO_CHANNEL, opened_reminders
from countin.messaging.progress import IS_SENT
from countin.presaves.models import Authorization, AuthorizationOutcome, PreSave, Purpose


@dataclass(frozen=True)
class Visits:
    """Times a page was shown. `led`: those of people that led to a pre-save; None once it is
    forgotten which visit led to which."""

    people: int = 0
    machines: int = 0
    led: int | None = None


@dataclass(frozen=True)
class Presses:
    """Presses of a pre-save button, each in exactly one of these."""

    away: int = 0  # at the service now
    lost: int = 0  # never came back in time
    denied: int = 0  # pressed Cancel there
    refused: int = 0  # turned away by the app's quota mode
    failed: int = 0  # came back, but it could not be completed
    done: int = 0

    @property
    def total(self) -> int:
        """Every press."""
        return sum(astuple(self))


@dataclass(frozen=True)
class Reminded:
    """Reminders, each in exactly one of these."""

    unconfirmed: int = 0  # calendar alone, or the mail was never answered
    withdrawn: int = 0
    waiting: int = 0  # confirmed, the mail is still to come
    unopened: int = 0  # sent, its link never opened
    opened: int = 0

    @property
    def total(self) -> int:
        """Every reminder asked for."""
        return sum(astuple(self))


def tally_visits(campaign: Campaign, *, rolled: Rolled | None = None) -> dict[str, Visits]:
    """By channel, those without one under `none`."""
    led = _visits_that_led(campaign)
    return {
        name: replace(visits, led=None if led is None else led.get(name, 0))
        for name, visits in count_visits(campaign, rolled=rolled).items()
    }


def count_visits(campaign: Campaign, *, rolled: Rolled | None = None) -> dict[str, Visits]:
    """By channel, as above, without asking which of them led to a pre-save."""
    rolled = rolled or read_rolled(campaign, kinds=["visits"])
    found: dict[str, Visits] = {}
    for (channel, is_bot), how_many in rolled.of("visits"):
        name = rolled.channel(channel, otherwise=NO_CHANNEL)
        more = Visits(machines=how_many) if is_bot else Visits(people=how_many)
        found[name] = add_visits([found.get(name, Visits()), more])
    return found


def tally_presses(
    campaign: Campaign, *, now: datetime, rolled: Rolled | None = None
) -> dict[tuple[str, str], Presses]:
    """By service and channel. One query, for those that are at the service now."""
    rolled = rolled or read_rolled(campaign, kinds=["presses"])
    away = _away(campaign, now=now)
    found: dict[tuple[str, str], Presses] = {}
    for (provider, number, outcome, returned), how_many in rolled.of("presses"):
        channel = rolled.channel(number, otherwise=NO_CHANNEL)
        more = _presses(outcome, is_back=bool(returned), how_many=how_many)
        found[provider, channel] = add_presses([found.get((provider, channel), Presses()), more])
    return {
        key: replace(one, lost=one.lost - gone, away=gone)
        for key, one in found.items()
        for gone in [min(away[key], one.lost)]
    }


def tally_reminded(
    campaign: Campaign, *, rolled: Rolled | None = None
) -> dict[tuple[str, str], Reminded]:
    """By service and channel. One query, for those that were opened."""
    rolled = rolled or read_rolled(campaign, kinds=["reminders"])
    rows = opened_reminders(campaign).filter(IS_SENT).values_list("provider", "channel__name")
    opened = {
        (provider, channel or NO_CHANNEL): many
        for provider, channel, many in rows.annotate(many=Count("pk")).order_by()
    }
    found: dict[tuple[str, str], Reminded] = {}
    for (provider, number, *steps), how_many in rolled.of("reminders"):
        key = (provider, rolled.channel(number, otherwise=NO_CHANNEL))
        more = _reminded(*map(bool, steps), how_many=how_many)
        found[key] = add_reminded([found.get(key, Reminded()), more])
    return {
        key: replace(one, unopened=one.unopened - seen, opened=seen)
        for key, one in found.items()
        for seen in [min(opened.get(key, 0), one.unopened)]
    }


def count_reminded(campaign: Campaign) -> Counter[str]:
    """`reminders.asked` by channel."""
    rolled, asked = read_rolled(campaign, kinds=["reminders"]), Counter[str]()
    for (_provider, number, *_steps), how_many in rolled.of("reminders"):
        asked[rolled.channel(number, otherwise=NO_CHANNEL)] += how_many
    return asked


def tally_follow_ends(
    campaign: Campaign, *, rolled: Rolled | None = None
) -> dict[tuple[str, str], int]:
    """Follows by state and, of those that could not be made, why."""
    rolled = rolled or read_rolled(campaign, kinds=["follows"])
    return {(state, because): many for (state, because), many in rolled.of("follows")}


def add_visits(parts: Iterable[Visits]) -> Visits:
    """The sum; `led` is known where it is known of every part."""
    given = list(parts)
    led = [part.led for part in given if part.led is not None]
    return Visits(
        sum(part.people for part in given),
        sum(part.machines for part in given),
        sum(led) if given and len(led) == len(given) else None,
    )


def add_presses(parts: Iterable[Presses]) -> Presses:
    """The sum, part by part."""
    columns = zip(*(astuple(part) for part in [Presses(), *parts]), strict=True)
    return Presses(*map(sum, columns))


def add_reminded(parts: Iterable[Reminded]) -> Reminded:
    """The sum, part by part."""
    columns = zip(*(astuple(part) for part in [Reminded(), *parts]), strict=True)
    return Reminded(*map(sum, columns))


def _away(campaign: Campaign, *, now: datetime) -> Counter[tuple[str, str]]:
    """Along an index that has those of the last ten minutes beside each other."""
    rows = Authorization.objects.filter(
        campaign=campaign, returned_at__isnull=True, expires_at__gt=now
    )
    found: Counter[tuple[str, str]] = Counter()
    named = ("provider", "channel__name", "purpose", "outcome")
    for provider, channel, purpose, outcome in rows.values_list(*named):
        if purpose == Purpose.PRESAVE and outcome == AuthorizationOutcome.UNDER_WAY:
            found[provider, channel or NO_CHANNEL] += 1
    return found


def _presses(outcome: str, *, is_back: bool, how_many: int) -> Presses:
    """Whoever is not back yet is lost until it is known who is away."""
    if outcome == AuthorizationOutcome.UNDER_WAY:
        return Presses(failed=how_many) if is_back else Presses(lost=how_many)
    return Presses(**{outcome: how_many})


def _reminded(confirmed: bool, sent: bool, withdrawn: bool, *, how_many: int) -> Reminded:  # noqa: FBT001 - as the cell has them
    if sent:
        return Reminded(unopened=how_many)
    if withdrawn:
        return Reminded(withdrawn=how_many)
    return Reminded(waiting=how_many) if confirmed else Reminded(unconfirmed=how_many)


def _visits_that_led(campaign: Campaign) -> dict[str, int] | None:
    """By the visit's own channel; None where pre-saves no longer know their visits."""
    presaves = PreSave.objects.filter(campaign=campaign)
    known = presaves.filter(visit__isnull=False)
    if presaves.exists() and not known.exists():
        return None
    rows = known.filter(visit__is_bot=False).values_list("visit__channel__name")
    counted = rows.annotate(led=Count("visit", distinct=True)).order_by()
    return {name or NO_CHANNEL: led for name, led in counted}
