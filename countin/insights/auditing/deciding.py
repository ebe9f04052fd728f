"""What a person decides about a group of the latest audit: hold it back, let it go."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q

from countin.campaigns.models import Campaign
from countin.insights.models import AuditReading
from countin.presaves.holding import Holding, hold_back, release_hold
from countin.presaves.models import Hold
from countin.presaves.states import Reason, State


class CannotHold(Exception):
    """There is no such group, or nothing of it can be held; the message says what to do."""


@dataclass(frozen=True)
class HoldLine:
    """A hold, and what came of it. They add up to `held`."""

    hold: Hold
    held: int
    confirmed: int
    waiting: int
    gone: int  # withdrawn, let go, or over


def hold_group(
    campaign: Campaign, *, number: int, because: str, now: datetime
) -> tuple[Holding, dict[str, Any]]:
    """Hold the group of that number (from 1) of the latest audit back. Raises CannotHold. Call in
    the transaction that writes the log."""
    because = because.strip()
    if not because:
        raise CannotHold("Say why, in a sentence: the log keeps it beside your name.")
    group, members = _group_of(campaign, number=number)
    holding = hold_back(
        campaign, presave_ids=members, described=group["description"], because=because, now=now
    )
    if holding.hold is None:
        raise CannotHold(f"Nothing of this group can be held: {not_held_words(holding)}.")
    return holding, group


def release_group(campaign: Campaign, *, number: int, now: datetime) -> tuple[Hold, int]:
    """Let a hold of this campaign go. Raises CannotHold where there is none of that number."""
    hold = Hold.objects.filter(campaign=campaign, pk=number, released_at__isnull=True).first()
    if hold is None:
        raise CannotHold(f"Nothing is held back under the number {number}, or no longer.")
    return hold, release_hold(hold, now=now)


def holds_of(campaign: Campaign) -> list[HoldLine]:
    """Every hold of the campaign, the latest first, with what came of it."""
    waits = Q(rows__confirmed_at__isnull=True, rows__presave__state=State.NEEDS_FAN)
    waits &= Q(rows__presave__reason=Reason.HELD_BACK)
    rows = Hold.objects.filter(campaign=campaign).annotate(
        many=Count("rows"),
        confirmed=Count("rows", filter=Q(rows__confirmed_at__isnull=False)),
        waiting=Count("rows", filter=waits & Q(released_at__isnull=True)),
    )
    return [
        HoldLine(
            hold=row,
            held=row.many,
            confirmed=row.confirmed,
            waiting=row.waiting,
            gone=row.many - row.confirmed - row.waiting,
        )
        for row in rows.order_by("-pk")
    ]


def held_words(holding: Holding) -> str:
    """What came of holding, in a sentence or two."""
    many = f"{holding.held:,} pre-save{' is' if holding.held == 1 else 's are'} held back"
    rest = not_held_words(holding)
    return f"{many} until their fans confirm.{f' Not held: {rest}.' if rest else ''}"


def not_held_words(holding: Holding) -> str:
    """Why some were left alone."""
    parts = {
        "being saved at this moment": holding.being_saved,
        "confirmed before": holding.confirmed,
        "saved, withdrawn, over, or in need of their fan already": holding.others,
    }
    return ", ".join(f"{many:,} {what}" for what, many in parts.items() if many)


def _group_of(campaign: Campaign, *, number: int) -> tuple[dict[str, Any], list[int]]:
    reading = AuditReading.objects.filter(campaign=campaign).first()
    groups = (reading.document or {}).get("groups", []) if reading else []
    if reading is None or not 1 <= number <= len(groups):
        raise CannotHold(
            f"The latest audit has no group {number}. Audit first: "
            f"countin audit campaign {campaign.slug}"
        )
    return groups[number - 1], reading.members[number - 1]
