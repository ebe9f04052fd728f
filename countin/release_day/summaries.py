"""What came of a wave, written down when it is done: it outlives the rows that are forgotten."""

from collections import Counter
from datetime import datetime

from django.db.models import Count, Max, Min

from countin.presaves.models import PreSave
from countin.presaves.states import State
from countin.release_day.models import Attempt, AttemptKind, Wave


def summarize_wave(wave: Wave, *, now: datetime) -> dict[str, object]:
    """How many ended how, and how long it took. Withdrawn ones are in no figure. Spans are in
    whole seconds: `waited` from the wave's moment to its first save, `took` from there to its
    last; both empty where nothing was saved."""
    rows = PreSave.objects.filter(campaign_id=wave.campaign_id, provider=wave.provider)
    if wave.markets is not None:
        rows = rows.filter(market__in=wave.markets)
    rows = rows.exclude(state=State.WITHDRAWN)
    ended: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for state, reason, many in rows.values_list("state", "reason").annotate(many=Count("pk")):
        ended[state] += many
        if reason:
            reasons[reason] += many
    saves = Attempt.objects.filter(presave__in=rows, kind=AttemptKind.SAVE)
    ends = saves.aggregate(first=Min("started_at"), last=Max("finished_at"))
    return {
        "at": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "total": ended.total(),
        **{state.value: ended[state] for state in (State.SAVED, State.NEEDS_FAN, State.FAILED)},
        "reasons": dict(reasons.most_common()),
        "waited": _seconds(wave.due_at, ends["first"]),
        "took": _seconds(ends["first"], ends["last"]),
    }


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    if start is None or end is None:
        return None
    return max(0, round((end - start).total_seconds()))
