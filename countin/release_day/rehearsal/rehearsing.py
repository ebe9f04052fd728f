"""One rehearsal, a piece at a time, so that whatever is due elsewhere gets its turn."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.db.models import Avg, Count, Q

from countin.pacing.accounts import is_paused
from countin.pacing.talking import may_ask
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import Reason, State
from countin.presaves.states import Step as NextStep
from countin.presaves.withdrawing import withdraw_presave
from countin.providers.contract import Provider
from countin.release_day.models import Rehearsal, RehearsedGrant, Wave
from countin.release_day.rehearsal.ageing import keep_ages
from countin.release_day.rehearsal.canaries import (
    canaries_seen,
    canaries_to_try,
    try_canaries,
)
from countin.release_day.rehearsal.codes import look_into, markets_that_matter
from countin.release_day.rehearsal.findings import Finding, Grade, Seen, find
from countin.release_day.rehearsal.planning import days_left, take_rehearsal
from countin.release_day.rehearsal.sampling import untried
from countin.release_day.rehearsal.trying import Tried, rotates, try_some
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.jobs import Bench

# A hundred answers tell a share to within ten points, whatever the size of the audience.
_SAMPLE = 100
_PIECE = 32
# A service that may not be asked for so long is left out, and the rehearsal says so. A person
# waits for one asked for by hand.
_PATIENCE = timedelta(minutes=5)
_PATIENCE_BY_ITSELF = timedelta(hours=6)


def rehearse_on(bench: Bench) -> int:
    """Take one rehearsal a piece further. Returns how much was asked."""
    rehearsal = take_rehearsal(bench.now())
    if rehearsal is None:
        return 0
    try:
        asked = _next_piece(rehearsal, bench=bench)
    finally:
        Rehearsal.objects.filter(pk=rehearsal.pk).update(claimed_until=None)
    if asked is None:
        _finish(rehearsal, bench=bench)
        return 1
    return asked


def services_of(rehearsal: Rehearsal, *, bench: Bench) -> list[Provider]:
    """Those that can be asked about the release, with the keys that are there."""
    return [provider for provider in bench.providers.values() if provider.can_look]


def _next_piece(rehearsal: Rehearsal, *, bench: Bench) -> int | None:
    """None: nothing is left to ask, or nobody may for too long, or it is the real thing now."""
    if bench.now() >= rehearsal.campaign.release.first_moment:
        return None
    patience = _PATIENCE if rehearsal.is_by_hand else _PATIENCE_BY_ITSELF
    is_late = bench.now() >= rehearsal.asked_at + patience
    is_waiting = False
    for provider in services_of(rehearsal, bench=bench):
        course = rehearsal.course.get(provider.name) or _begin(provider, rehearsal, bench=bench)
        if not _is_anything_left(provider, rehearsal, course=course, now=bench.now()):
            continue
        if may_ask(provider, now=bench.now()) and not _is_busy(provider):
            return _ask(provider, rehearsal, course=course, bench=bench)
        is_waiting = True
    return 0 if is_waiting and not is_late else None


def _is_busy(provider: Provider) -> bool:
    """Another release has its night there: every call is for that one."""
    return Wave.objects.filter(
        provider=provider.name, opened_at__isnull=False, done_at__isnull=True
    ).exists()


def _begin(provider: Provider, rehearsal: Rehearsal, *, bench: Bench) -> dict[str, Any]:
    now = bench.now()
    keep_ages(rehearsal.campaign, provider=provider, now=now)
    days = 1 if rehearsal.is_by_hand else days_left(rehearsal.campaign, now=now)
    # More than can be tried by the day need not be counted.
    fresh = untried(rehearsal.campaign, provider=provider, now=now)[: _SAMPLE * days].count()
    markets = markets_that_matter(rehearsal.campaign, provider=provider)
    course = {"target": min(ceil(fresh / days), _SAMPLE), "markets": {}, "left": markets}
    _keep(rehearsal, provider=provider, course=course)
    return course


def _is_anything_left(
    provider: Provider, rehearsal: Rehearsal, *, course: dict[str, Any], now: datetime
) -> bool:
    return (
        bool(course["left"])
        or _is_a_canary_left(provider, rehearsal, course=course, now=now)
        or _room(provider, rehearsal, course=course) > 0
    )


def _is_a_canary_left(
    provider: Provider, rehearsal: Rehearsal, *, course: dict[str, Any], now: datetime
) -> bool:
    if course.get("leaves_canaries"):
        return False
    return bool(canaries_to_try(rehearsal.campaign, provider=provider, now=now))


def _room(provider: Provider, rehearsal: Rehearsal, *, course: dict[str, Any]) -> int:
    """Permissions that may still be tried in this rehearsal."""
    fans = RehearsedGrant.objects.filter(provider=provider.name, is_canary=False)
    tried = fans.filter(rehearsal=rehearsal).count()
    left = course["target"] - tried
    if left <= 0 or rotates(provider):
        return 0
    # The first tells whether permissions are good for one use here; then no other is touched.
    is_first = not RehearsedGrant.objects.filter(provider=provider.name).exists()
    return 1 if is_first else min(left, _PIECE)


def _ask(provider: Provider, rehearsal: Rehearsal, *, course: dict[str, Any], bench: Bench) -> int:
    if course["left"]:
        market = course["left"].pop(0)
        course["markets"][market] = look_into(
            market, campaign=rehearsal.campaign, provider=provider, now=bench.now()
        )
    elif _is_a_canary_left(provider, rehearsal, course=course, now=bench.now()):
        # None where another holds them, or the vault's keys don't open them.
        course["leaves_canaries"] = not try_canaries(provider, rehearsal=rehearsal, bench=bench)
    else:
        room = _room(provider, rehearsal, course=course)
        asked = try_some(provider, rehearsal=rehearsal, limit=room, bench=bench)
        if not asked and may_ask(provider, now=bench.now()):
            course["target"] = 0  # nothing is left to draw from
    _keep(rehearsal, provider=provider, course=course)
    return 1


def _keep(rehearsal: Rehearsal, *, provider: Provider, course: dict[str, Any]) -> None:
    rehearsal.course[provider.name] = course
    rehearsal.save(update_fields=["course"])


def _finish(rehearsal: Rehearsal, *, bench: Bench) -> None:
    now = bench.now()
    _let_go(rehearsal, now=now)
    findings = [
        finding
        for provider in services_of(rehearsal, bench=bench)
        for finding in find(_seen(provider, rehearsal, now=now))
    ]
    rehearsal.findings = [asdict(finding) for finding in findings]
    rehearsal.done_at = now
    rehearsal.save(update_fields=["findings", "done_at"])
    _keep_alarm(rehearsal, findings=findings, now=now)


def _let_go(rehearsal: Rehearsal, *, now: datetime) -> None:
    """Fans who withdrew while their permission was being tried, by a worker that was killed."""
    asked = PreSave.objects.filter(
        campaign=rehearsal.campaign,
        state=State.PROMISED,
        next_step=NextStep.SAVE,
        next_attempt_at__isnull=True,
        withdraw_asked_at__isnull=False,
    )
    for presave in asked if now < rehearsal.campaign.release.first_moment else ():
        withdraw_presave(presave, now=now)


def _seen(provider: Provider, rehearsal: Rehearsal, *, now: datetime) -> Seen:
    campaign = rehearsal.campaign
    course = rehearsal.course.get(provider.name, {"target": 0, "markets": {}, "left": []})
    rows = PreSave.objects.filter(campaign=campaign, provider=provider.name)
    tried = RehearsedGrant.objects.filter(
        rehearsal__campaign=campaign, provider=provider.name, is_canary=False
    )
    told = tried.aggregate(
        alive=Count("pk", filter=Q(result__in=[Tried.ALIVE, Tried.ROTATED])),
        dead=Count("pk", filter=Q(result=Tried.DEAD)),
        unclear=Count("pk", filter=Q(result__in=[Tried.UNCLEAR, ""])),
        answer_ms=Avg("took_ms", filter=Q(result__in=[Tried.ALIVE, Tried.DEAD])),
    )
    return Seen(
        service=provider.words.name,
        markets=course["markets"],
        waiting=rows.filter(state=State.PROMISED).count(),
        too_old=rows.filter(state=State.NEEDS_FAN, reason=Reason.GRANT_EXPIRED).count(),
        rotates=rotates(provider),
        cut_short=_cut_short(provider, rehearsal, course=course, now=now),
        canaries=canaries_seen(campaign, provider=provider, now=now),
        follows=FollowAsk.objects.waiting().filter(presave__in=rows).count(),
        **told,
    )


def _cut_short(
    provider: Provider, rehearsal: Rehearsal, *, course: dict[str, Any], now: datetime
) -> str:
    if not _is_anything_left(provider, rehearsal, course=course, now=now):
        return ""
    if is_paused(provider):
        return "it is paused until its set-up is mended."
    if _is_busy(provider):
        return "another release has its night there, and every call is for that one."
    return "it asked for silence, or something else kept us from asking."


def _keep_alarm(rehearsal: Rehearsal, *, findings: list[Finding], now: datetime) -> None:
    """What has to be mended before the day calls somebody; the rest waits to be read."""
    campaign = rehearsal.campaign
    to_mend = list(_to_mend(findings))
    if not to_mend:
        clear_alarm("rehearsal", subject=campaign.slug, now=now)
        return
    raise_alarm(
        "rehearsal",
        subject=campaign.slug,
        words=" ".join([f"The rehearsal of {campaign.slug} found:", *to_mend]),
        now=now,
        workspace=campaign.workspace,
    )


def _to_mend(findings: list[Finding]) -> Iterator[str]:
    return (finding.words for finding in findings if finding.grade == Grade.MEND)
