"""Counting the way to a pre-save: visits, presses, and the way to a service and back.

Rows that no longer name a browser or a visit still count: only their totals are read here.
"""

from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from datetime import datetime

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Value, When

from countin.campaigns.models import Campaign
from countin.insights.tallies import NO_CHANNEL
from countin.messaging.models import Reminder
from countin.messaging.progress import IS_CONFIRMED, IS_SENT
from countin.presaves.models import Authorization, AuthorizationOutcome, FollowAsk, PreSave, Purpose
from countin.presaves.states import FollowState
from countin.visits.models import Click, ClickKind, Visit


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


def tally_visits(campaign: Campaign) -> dict[str, Visits]:
    """By channel, those without one under `none`."""
    led = _visits_that_led(campaign)
    return {
        name: replace(visits, led=None if led is None else led.get(name, 0))
        for name, visits in count_visits(campaign).items()
    }


def count_visits(campaign: Campaign) -> dict[str, Visits]:
    """By channel, as above, without asking which of them led to a pre-save. One query."""
    rows = Visit.objects.filter(campaign=campaign).values_list("channel__name")
    counted = rows.annotate(
        people=Count("pk", filter=Q(is_bot=False)), machines=Count("pk", filter=Q(is_bot=True))
    ).order_by()
    return {name or NO_CHANNEL: Visits(people, machines) for name, people, machines in counted}


def tally_presses(campaign: Campaign, *, now: datetime) -> dict[tuple[str, str], Presses]:
    """By service and channel."""
    rows = Authorization.objects.filter(campaign=campaign, purpose=Purpose.PRESAVE)
    under_way = Q(outcome=AuthorizationOutcome.UNDER_WAY)
    not_back = under_way & Q(returned_at__isnull=True)
    counted = rows.values_list("provider", "channel__name").annotate(
        away=Count("pk", filter=not_back & Q(expires_at__gt=now)),
        lost=Count("pk", filter=not_back & Q(expires_at__lte=now)),
        denied=Count("pk", filter=Q(outcome=AuthorizationOutcome.DENIED)),
        refused=Count("pk", filter=Q(outcome=AuthorizationOutcome.REFUSED)),
        failed=Count(
            "pk",
            filter=Q(outcome=AuthorizationOutcome.FAILED)
            | (under_way & Q(returned_at__isnull=False)),
        ),
        done=Count("pk", filter=Q(outcome=AuthorizationOutcome.DONE)),
    )
    return {
        (provider, channel or NO_CHANNEL): Presses(*numbers)
        for provider, channel, *numbers in counted.order_by()
    }


def tally_reminded(campaign: Campaign) -> dict[tuple[str, str], Reminded]:
    """By service and channel."""
    is_opened = Exists(Click.objects.filter(link=OuterRef("link"), kind=ClickKind.OPEN))
    is_withdrawn = Q(withdrawn_at__isnull=False)
    standing = ~IS_SENT & ~is_withdrawn
    rows = Reminder.objects.filter(campaign=campaign).values_list("provider", "channel__name")
    counted = rows.annotate(
        unconfirmed=Count("pk", filter=standing & ~IS_CONFIRMED),
        withdrawn=Count("pk", filter=~IS_SENT & is_withdrawn),
        waiting=Count("pk", filter=standing & IS_CONFIRMED),
        unopened=Count("pk", filter=IS_SENT & ~Q(is_opened)),
        opened=Count("pk", filter=IS_SENT & Q(is_opened)),
    )
    return {
        (provider, channel or NO_CHANNEL): Reminded(*numbers)
        for provider, channel, *numbers in counted.order_by()
    }


def tally_follow_ends(campaign: Campaign) -> dict[tuple[str, str], int]:
    """Follows by state and, of those that could not be made, why."""
    rows = FollowAsk.objects.filter(presave__campaign=campaign)
    failed = Case(When(state=FollowState.FAILED, then=F("because")), default=Value(""))
    counted = rows.annotate(why=failed).values_list("state", "why").annotate(many=Count("pk"))
    return {(state, why): many for state, why, many in counted.order_by()}


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


def _visits_that_led(campaign: Campaign) -> dict[str, int] | None:
    """By the visit's own channel; None where pre-saves no longer know their visits."""
    presaves = PreSave.objects.filter(campaign=campaign)
    known = presaves.filter(visit__isnull=False)
    if presaves.exists() and not known.exists():
        return None
    rows = known.filter(visit__is_bot=False).values_list("visit__channel__name")
    counted = rows.annotate(led=Count("visit", distinct=True)).order_by()
    return {name or NO_CHANNEL: led for name, led in counted}
