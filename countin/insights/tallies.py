"""A campaign's counts, from the sums that are kept while rows change (`insights.rolling`): never
a loop over promises, and no look at them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
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
from countin.insights.rolling.reading import Rolled, read_rolled
from countin.messaging.models import Reminder
from countin.presaves.models import (
    AuthorizationOutcome,
    PreSave,
    Transition,
)
from countin.presaves.states import FollowState, State, Step
from countin.visits.models import Click, ClickKind

# "The day before": what was known then was known before the day.
_EVE = timedelta(days=1)
# The channel of what came without one. Campaign files refuse it as a channel's own name.
NO_CHANNEL = "none"
_OF_REMINDERS = ("asked", "confirmed", "sent", "opened", "withdrawn")


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
    fell_late: bool = False  # lost, and still promised the day before: `tally_closely` alone tells
    awaits_proof: bool = False  # promised, accepted by the service, being looked for


def tally_presaves(campaign: Campaign, *, rolled: Rolled | None = None) -> list[PreSaveCell]:
    """Every pre-save of the campaign, each in exactly one cell, from the counts that are kept
    (`rolled`, where they were read already): all as of one moment."""
    rolled = rolled or read_rolled(campaign, kinds=["presaves"])
    return [
        PreSaveCell(
            provider,
            market,
            rolled.channel(channel, otherwise=NO_CHANNEL),
            State(state),
            reason,
            how_many,
            by_standing=bool(standing),
            awaits_proof=bool(unproven),
        )
        for (provider, market, channel, state, reason, standing, unproven), how_many in rolled.of(
            "presaves"
        )
    ]


def tally_closely(campaign: Campaign) -> list[PreSaveCell]:
    """The same, and which were lost only after the day before. One query, that reads every
    pre-save and looks at the history of those that were lost."""
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
    return _cells_of(rows)


def eve_of(campaign: Campaign) -> datetime:
    """A day before the first moment at which the release may be out anywhere, in UTC."""
    return campaign.release.first_moment - _EVE


def _cells_of(rows: QuerySet[PreSave]) -> list[PreSaveCell]:
    named = ("provider", "market", "channel__name", "state", "reason")
    keys = (*named, "came_unpressed", "late", "unproven")
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


def tally_standing(rolled: Rolled, *, cells: Iterable[PreSaveCell]) -> dict[str, int]:
    """Standing consents for the campaign's artist, and the pre-saves here that came of them."""
    counted = {"in_force": 0, "ended": 0}
    for (ended,), how_many in rolled.of("standing"):
        counted["ended" if ended else "in_force"] += how_many
    return {**counted, "presaves": sum(cell.how_many for cell in cells if cell.by_standing)}


def tally_follows(rolled: Rolled) -> dict[str, int]:
    """Follows asked for, and where each stands: `asked` is the sum of the others."""
    counted = dict.fromkeys((state.value for state in FollowState), 0)
    for (state, _because), how_many in rolled.of("follows"):
        counted[state] += how_many
    return {"asked": sum(counted.values()), **counted}


def tally_reminders(campaign: Campaign, *, rolled: Rolled) -> dict[str, dict[str, int]]:
    """Reminders asked for by service, and how far each got; a service without any is not there.
    Each is a part of `asked`. One query, for those that were opened."""
    counted: dict[str, dict[str, int]] = {}
    for (provider, _channel, confirmed, sent, withdrawn), how_many in rolled.of("reminders"):
        of_service = counted.setdefault(provider, dict.fromkeys(_OF_REMINDERS, 0))
        of_service["asked"] += how_many
        of_service["confirmed"] += how_many if confirmed else 0
        of_service["sent"] += how_many if sent else 0
        of_service["withdrawn"] += how_many if withdrawn else 0
    opened = opened_reminders(campaign).values_list("provider").order_by()
    for provider, many in opened.annotate(many=Count("pk")):
        if provider in counted:
            counted[provider]["opened"] = many
    return dict(sorted(counted.items()))


def tally_reminders_on_their_way(rolled: Rolled) -> dict[str, int]:
    """Sent, and left: confirmed, and still to be sent."""
    counted = {"sent": 0, "left": 0}
    for (_provider, _channel, confirmed, sent, withdrawn), how_many in rolled.of("reminders"):
        if sent:
            counted["sent"] += how_many
        elif confirmed and not withdrawn:
            counted["left"] += how_many
    return counted


def add_reminders(by_provider: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The same of all services together."""
    return {name: sum(one[name] for one in by_provider.values()) for name in _OF_REMINDERS}


def opened_reminders(campaign: Campaign) -> QuerySet[Reminder]:
    """Those whose link was opened; found by the clicks, which there are none of before the day.
    A click on a reminder's link stands under its campaign."""
    opens = Click.objects.filter(campaign=campaign, kind=ClickKind.OPEN, link__isnull=False)
    return Reminder.objects.filter(link__in=opens.values("link"))


def tally_clicks(rolled: Rolled) -> dict[str, int]:
    """Clicks on plain links by kind. A click is never a save."""
    counted = {kind: how_many for (kind,), how_many in rolled.of("clicks")}
    return {kind.value: counted.get(kind.value, 0) for kind in ClickKind}


def count_refused(rolled: Rolled) -> int:
    """Fans whom a service's quota mode turned away when they connected: once each, and not
    those who got through later (presaves sees to that while it still knows the browser)."""
    refused = AuthorizationOutcome.REFUSED
    return sum(
        how_many
        for (_provider, _channel, outcome, _returned), how_many in rolled.of("presses")
        if outcome == refused
    )
