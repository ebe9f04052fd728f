"""Counting rows: a few aggregate queries a campaign, never a loop over promises.

A tally is a table of cells, so that stored sums of closed days can be added to it later.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from countin.campaigns.models import Campaign
from countin.messaging.models import Reminder
from countin.messaging.progress import IS_CONFIRMED, IS_SENT
from countin.presaves.models import (
    Authorization,
    AuthorizationOutcome,
    FollowAsk,
    PreSave,
    Purpose,
    StandingConsent,
    Transition,
)
from countin.presaves.states import FollowState, State, Step
from countin.visits.models import Click, ClickKind

# "The day before": what was known then was known before the day.
_EVE = timedelta(days=1)
# The channel of what came without one. Campaign files refuse it as a channel's own name.
NO_CHANNEL = "none"


@dataclass(frozen=True)
class PreSaveCell:
    """So many pre-saves share these things."""

    provider: str
    market: str
    channel: str
    state: State
    reason: str
    how_many: int
    by_standing: bool = False  # made by a standing consent, without a press
    # Told apart by `tally_closely` alone.
    fell_late: bool = False  # lost, and still promised the day before
    awaits_proof: bool = False  # promised, accepted by the service, being looked for


def tally_presaves(campaign: Campaign) -> list[PreSaveCell]:
    """Every pre-save of the campaign, each in exactly one cell. One query."""
    return _cells_of(PreSave.objects.filter(campaign=campaign), more=())


def tally_closely(campaign: Campaign) -> list[PreSaveCell]:
    """The same, and which were lost only after the day before, and which wait for proof. One
    query, that looks at the history of those that were lost."""
    falls = Transition.objects.filter(
        presave=OuterRef("pk"),
        follow__isnull=True,
        from_state=State.PROMISED,
        happened_at__gte=eve_of(campaign),
    )
    rows = PreSave.objects.filter(campaign=campaign).annotate(
        late=Case(
            When(Q(state__in=(State.NEEDS_FAN, State.FAILED)) & Exists(falls), then=True),
            default=Value(False),
        ),
        unproven=ExpressionWrapper(
            Q(state=State.PROMISED, next_step=Step.READ_BACK), output_field=BooleanField()
        ),
    )
    return _cells_of(rows, more=("late", "unproven"))


def eve_of(campaign: Campaign) -> datetime:
    """A day before the first moment at which the release may be out anywhere, in UTC."""
    return campaign.release.first_moment - _EVE


def _cells_of(rows: QuerySet[PreSave], *, more: tuple[str, ...]) -> list[PreSaveCell]:
    keys = ("provider", "market", "channel__name", "state", "reason", "came_unpressed", *more)
    unpressed = ExpressionWrapper(Q(standing__isnull=False), output_field=BooleanField())
    known = rows.annotate(came_unpressed=unpressed)
    counted = known.values_list(*keys).annotate(how_many=Count("pk")).order_by(*keys)
    return [
        PreSaveCell(provider, market, channel or NO_CHANNEL, State(state), reason, how_many, *flags)
        for provider, market, channel, state, reason, *flags, how_many in counted
    ]


def five_states(cells: Iterable[PreSaveCell]) -> dict[str, int]:
    """promised, saved, needs_fan, failed, withdrawn: they add up to the pre-saves."""
    counted = dict.fromkeys((state.value for state in State), 0)
    for cell in cells:
        counted[cell.state.value] += cell.how_many
    return counted


def split_states(
    cells: Iterable[PreSaveCell], *, by: Callable[[PreSaveCell], str], always: Iterable[str]
) -> dict[str, dict[str, int]]:
    """The five for each name that `by` gives; the names of `always` even where all are 0."""
    groups: dict[str, list[PreSaveCell]] = {name: [] for name in always}
    for cell in cells:
        groups.setdefault(by(cell), []).append(cell)
    return {name: five_states(group) for name, group in groups.items()}


def tally_reasons(cells: Iterable[PreSaveCell]) -> dict[str, int]:
    """Pre-saves by the reason they carry now; those without a reason are left out."""
    counted: Counter[str] = Counter()
    for cell in cells:
        if cell.reason:
            counted[cell.reason] += cell.how_many
    return dict(sorted(counted.items()))


def tally_standing(campaign: Campaign, *, cells: Iterable[PreSaveCell]) -> dict[str, int]:
    """Standing consents for the campaign's artist, and the pre-saves here that came of them."""
    rows = StandingConsent.objects.filter(artist=campaign.release.artist_id)
    counted = rows.aggregate(
        in_force=Count("pk", filter=Q(ended_at__isnull=True)), ended=Count("ended_at")
    )
    return {**counted, "presaves": sum(cell.how_many for cell in cells if cell.by_standing)}


def tally_follows(campaign: Campaign) -> dict[str, int]:
    """Follows asked for, and where each stands: `asked` is the sum of the others."""
    rows = FollowAsk.objects.filter(presave__campaign=campaign).values_list("state")
    counted = dict.fromkeys((state.value for state in FollowState), 0)
    counted |= dict(rows.annotate(how_many=Count("pk")).order_by())
    return {"asked": sum(counted.values()), **counted}


def tally_reminders(campaign: Campaign) -> dict[str, int]:
    """Reminders asked for, and how far each got. Each is a part of `asked`."""
    opened = Click.objects.filter(link=OuterRef("link"), kind=ClickKind.OPEN)
    return Reminder.objects.filter(campaign=campaign).aggregate(
        asked=Count("pk"),
        confirmed=Count("pk", filter=IS_CONFIRMED),
        sent=Count("pk", filter=IS_SENT),
        opened=Count("pk", filter=Exists(opened)),
        withdrawn=Count("withdrawn_at"),
    )


def tally_clicks(campaign: Campaign) -> dict[str, int]:
    """Clicks on plain links by kind. A click is never a save."""
    rows = Click.objects.filter(campaign=campaign).values_list("kind")
    counted = dict(rows.annotate(how_many=Count("pk")).order_by())
    return {kind.value: counted.get(kind.value, 0) for kind in ClickKind}


def count_refused(campaign: Campaign) -> int:
    """Fans whom a service's quota mode turned away when they connected: once each, and not
    those who got through later (presaves sees to that while it still knows the browser)."""
    refused = AuthorizationOutcome.REFUSED
    rows = Authorization.objects.filter(campaign=campaign, purpose=Purpose.PRESAVE)
    return rows.filter(outcome=refused).count()
