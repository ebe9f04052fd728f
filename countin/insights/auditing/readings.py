"""The audit of a campaign's own rows, kept as its latest reading: groups and counts, no fan.

The worker does it when somebody asks, and once by itself after the release, while networks can
still be told apart. What computes is loaded by whoever audits: each worker looks here every few
seconds, few ever find anything to do, and numpy with scipy takes a quarter of a second and 26 MB.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db.models import F, Q

from countin.authenticity.circumstances import read_circumstances
from countin.authenticity.event_log import BadLog, read_log
from countin.campaigns.models import Campaign
from countin.insights.auditing.event_log import list_events, meta_of, presaves_of
from countin.insights.models import AuditReading
from countin.insights.rolling.reading import read_rolled
from countin.presaves.models import PreSave

if TYPE_CHECKING:
    from countin.authenticity.audit import Audit
    from countin.insights.auditing.evidence_file import Source

EVENTS_NAME, META_NAME = "events.jsonl", "meta.json"
LARGEST_FOR_THE_WORKER: Final = 500_000
# Long enough for permissions to have been used, well before keys of networks are destroyed.
_AFTER_RELEASE: Final = timedelta(days=8)
_NO_LATER: Final = timedelta(days=28)


@dataclass(frozen=True)
class OwnLog:
    """A campaign's log as the two files that anybody can audit again."""

    events: str
    meta: str

    @property
    def sources(self) -> list[Source]:
        """Their names and sums."""
        from countin.insights.auditing.evidence_file import Source  # noqa: PLC0415 - see above

        return [
            Source(name, hashlib.sha256(text.encode()).hexdigest())
            for name, text in ((EVENTS_NAME, self.events), (META_NAME, self.meta))
        ]


def write_own_log(campaign: Campaign, *, now: datetime) -> OwnLog:
    """As `countin campaign events --meta` writes it."""
    lines = (json.dumps(event, ensure_ascii=False) + "\n" for event in list_events(campaign))
    return OwnLog("".join(lines), json.dumps(meta_of(campaign, now=now), indent=2) + "\n")


def audit_own_log(log: OwnLog) -> Audit | None:
    """None where nobody pre-saved yet."""
    from countin.authenticity.audit import audit_log, with_plantings  # noqa: PLC0415 - see above

    try:
        found = read_log(log.events.splitlines())
    except BadLog:
        return None
    meta: Mapping[str, Any] = json.loads(log.meta)
    circumstances = read_circumstances(meta)
    audit = audit_log(found, circumstances=circumstances)
    return with_plantings(audit, found, circumstances=circumstances)


def ask_reading(campaign: Campaign, *, now: datetime) -> None:
    """Have the worker audit it."""
    AuditReading.objects.update_or_create(campaign=campaign, defaults={"asked_at": now})


def keep_reading(campaign: Campaign, *, log: OwnLog, audit: Audit | None, now: datetime) -> None:
    """In place of the one before. Without an audit: done, with nothing in it."""
    from countin.insights.auditing.evidence_file import facts_of_audit  # noqa: PLC0415 - see above

    document, members = None, []
    if audit is not None:
        document = facts_of_audit(audit, sources=log.sources, now=now)
        numbers = presaves_of(campaign)
        members = [
            sorted(pk for fan in group.fans for pk in numbers.get(fan, ()))
            for group in audit.groups
        ]
    AuditReading.objects.update_or_create(
        campaign=campaign,
        defaults={"done_at": now, "document": document, "members": members},
        create_defaults={
            "asked_at": now,
            "done_at": now,
            "document": document,
            "members": members,
        },
    )


def is_too_large(campaign: Campaign, *, largest: int = LARGEST_FOR_THE_WORKER) -> bool:
    """More rows than the worker reads beside its other work: about a gigabyte of memory."""
    rolled = read_rolled(campaign, kinds=["visits", "states"])
    visits = sum(many for (_channel, is_bot), many in rolled.of("visits") if not is_bot)
    return visits + sum(many for _state, many in rolled.of("states")) > largest


def read_asked(*, now: datetime, largest: int = LARGEST_FOR_THE_WORKER) -> int:
    """One campaign a call, the one that waits longest. One that is too large is left to the
    command line, and done with nothing in it."""
    _ask_by_itself(now)
    waiting = AuditReading.objects.filter(Q(done_at__isnull=True) | Q(done_at__lt=F("asked_at")))
    asked = waiting.order_by("asked_at").first()
    if asked is None:
        return 0
    campaign = Campaign.objects.with_release().get(pk=asked.campaign_id)
    if is_too_large(campaign, largest=largest):
        AuditReading.objects.filter(pk=asked.pk).update(done_at=now)
        return 1
    log = write_own_log(campaign, now=now)
    keep_reading(campaign, log=log, audit=audit_own_log(log), now=now)
    return 1


def unusual_presaves(campaign: Campaign) -> list[int]:
    """The pre-saves in groups that its latest reading calls unusual; empty without a reading."""
    reading = AuditReading.objects.filter(campaign=campaign).first()
    if reading is None or not reading.document:
        return []
    pairs = zip(reading.document["groups"], reading.members, strict=True)
    return [pk for group, members in pairs if group["grade"] == "unusual" for pk in members]


def _ask_by_itself(now: datetime) -> None:
    """Once, for every campaign that came out a while ago."""
    out = Campaign.objects.with_release().filter(
        release__release_date__lte=(now - _AFTER_RELEASE).date(),
        release__release_date__gte=(now - _NO_LATER).date(),
        published_at__isnull=False,
    )
    for campaign in out:
        due = campaign.release.last_moment + _AFTER_RELEASE
        known = AuditReading.objects.filter(campaign=campaign, asked_at__gte=due)
        if now >= due and not known.exists():
            if PreSave.objects.filter(campaign=campaign).exists():
                ask_reading(campaign, now=now)
