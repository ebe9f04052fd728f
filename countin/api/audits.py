"""The authenticity audit of a campaign: groups, why, and what a person decides about them. Groups
and counts alone."""

from datetime import datetime
from typing import Annotated, Any, Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema
from ninja.decorators import decorate_view
from pydantic import Field

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.paging import MOST_ROWS
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.shapes import Count, Growing, Moment
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Given, Number, Wish, plain, read_moment
from countin.campaigns.models import Campaign, Channel
from countin.insights.auditing.deciding import (
    CannotHold,
    HoldLine,
    hold_group,
    holds_of,
    release_group,
)
from countin.insights.auditing.peaks import BadPeak, peaks_of, tag_peak, untag_peak
from countin.insights.auditing.readings import ask_reading
from countin.insights.models import AuditReading, Peak, PeakKind

router = Router(tags=["audit"])


class HoldShape(Schema):
    """A group that is held back; `held` is the sum of the three below it."""

    hold: int
    described: str
    because: str
    held_at: Moment
    released_at: Moment | None
    held: Count
    confirmed: Count
    waiting: Count
    gone: Count


class PeakShape(Schema):
    """What a peak was, as somebody said."""

    peak: int
    kind: Literal[*PeakKind.values]  # type: ignore[valid-type]  # one list of kinds for all
    begins_at: Moment
    ends_at: Moment
    channel: str | None
    note: str


class AuditShape(Growing):
    """`audit`: the document of `evidence.json`; null where nothing was audited yet."""

    slug: str
    asked_at: Moment | None
    done_at: Moment | None
    audit: dict[str, Any] | None
    holds: list[HoldShape]
    peaks: list[PeakShape]


class HoldWish(Wish):
    """Which group of the latest audit, counted from 1, and why."""

    group: int = Field(ge=1, le=MOST_ROWS)
    because: Annotated[str, plain(longest=300, least=1)]


class PeakWish(Wish):
    """What came in that time; `channel`: only what came by it."""

    kind: Literal[*PeakKind.values]  # type: ignore[valid-type]  # as above
    begins_at: Given
    ends_at: Given
    channel: Annotated[str, plain(longest=63)] | None = None
    note: Annotated[str, plain(longest=200)] = ""


@router.get(
    "/{slug}/audit", auth=READ, response=answers(AuditShape, 404), summary="The latest audit"
)
def show_audit(request: HttpRequest, slug: str) -> HttpResponse:
    """With what is held back, and the peaks that were named."""
    return _answer(find_campaign(request, slug))


@router.post(
    "/{slug}/audit",
    auth=WRITE,
    response=answers(AuditShape, 404, 409, 422, status=202),
    summary="Audit",
)
@decorate_view(once)
def audit(request: HttpRequest, slug: str) -> HttpResponse:
    """A worker does it."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        ask_reading(campaign, now=clock.now())
        note(request, "audit asked", subject=slug)
    return _answer(campaign, status=202)


@router.post(
    "/{slug}/audit/holds",
    auth=WRITE,
    response=answers(AuditShape, 404, 409, 422, status=201),
    summary="Hold a group back",
)
@decorate_view(once)
def hold(request: HttpRequest, slug: str, wish: HoldWish) -> HttpResponse:
    """Its fans are asked to confirm, and saved if they do."""
    campaign = find_campaign(request, slug)
    try:
        with transaction.atomic():
            _holding, group = hold_group(
                campaign, number=wish.group, because=wish.because, now=clock.now()
            )
            detail = f"{group['description']} {wish.because}"
            note(request, "group held back", subject=slug, detail=detail)
    except CannotHold as cannot:
        raise Problem(409, str(cannot)) from None
    return _answer(campaign, status=201)


@router.delete(
    "/{slug}/audit/holds/{number}",
    auth=WRITE,
    response=answers(AuditShape, 404, 422),
    summary="Let it go",
)
def let_go(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """As if it had never been held."""
    campaign = find_campaign(request, slug)
    try:
        with transaction.atomic():
            held, _moved = release_group(campaign, number=number, now=clock.now())
            note(request, "held group let go", subject=slug, detail=held.described)
    except CannotHold as cannot:
        raise Problem(404, str(cannot)) from None
    return _answer(campaign)


@router.post(
    "/{slug}/audit/peaks",
    auth=WRITE,
    response=answers(AuditShape, 404, 409, 422, status=201),
    summary="Name a peak",
)
@decorate_view(once)
def name_peak(request: HttpRequest, slug: str, wish: PeakWish) -> HttpResponse:
    """The audit is made again with it."""
    campaign, now = find_campaign(request, slug), clock.now()
    begins = read_moment(wish.begins_at, name="begins_at", now=now)
    ends = read_moment(wish.ends_at, name="ends_at", now=now)
    channel = _channel(campaign, name=wish.channel) if wish.channel else None
    try:
        with transaction.atomic():
            tag_peak(
                campaign,
                kind=PeakKind(wish.kind),
                begins_at=begins,
                ends_at=ends,
                channel=channel,
                note=wish.note,
                now=now,
            )
            _told_anew(request, campaign, what="peak named", detail=f"{wish.kind} {wish.note}")
    except BadPeak as bad:
        raise Problem(422, str(bad)) from None
    return _answer(campaign, status=201)


@router.delete(
    "/{slug}/audit/peaks/{number}",
    auth=WRITE,
    response=answers(AuditShape, 404, 422),
    summary="Take it back",
)
def remove_peak(request: HttpRequest, slug: str, number: Number) -> HttpResponse:
    """The audit is made again without it."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        gone = untag_peak(campaign, number=number)
        if gone is None:
            raise Problem(404, "There is no such peak. See …/audit for those that there are.")
        _told_anew(request, campaign, what="peak taken back", detail=f"{gone.kind} {gone.note}")
    return _answer(campaign)


def _told_anew(request: HttpRequest, campaign: Campaign, *, what: str, detail: str) -> None:
    note(request, what, subject=campaign.slug, detail=detail.strip())
    ask_reading(campaign, now=clock.now())


def _channel(campaign: Campaign, *, name: str) -> Channel:
    found = campaign.channels.filter(name=name).first()
    if found is None:
        raise Problem(422, f"There is no channel {name!r}. GET …/live names those there are.")
    return found


def _answer(campaign: Campaign, *, status: int = 200) -> HttpResponse:
    reading = AuditReading.objects.filter(campaign=campaign).first()
    told = {
        "slug": campaign.slug,
        "asked_at": _iso(reading.asked_at) if reading else None,
        "done_at": _iso(reading.done_at) if reading else None,
        "audit": reading.document if reading else None,
        "holds": [_hold(line) for line in holds_of(campaign)],
        "peaks": [_peak(peak) for peak in peaks_of(campaign)],
    }
    return answer_whole(AuditShape, told, status=status)


def _hold(line: HoldLine) -> dict[str, Any]:
    return {
        "hold": line.hold.pk,
        "described": line.hold.described,
        "because": line.hold.because,
        "held_at": _iso(line.hold.held_at),
        "released_at": _iso(line.hold.released_at),
        "held": line.held,
        "confirmed": line.confirmed,
        "waiting": line.waiting,
        "gone": line.gone,
    }


def _peak(peak: Peak) -> dict[str, Any]:
    return {
        "peak": peak.pk,
        "kind": peak.kind,
        "begins_at": _iso(peak.begins_at),
        "ends_at": _iso(peak.ends_at),
        "channel": peak.channel.name if peak.channel else None,
        "note": peak.note,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
