"""The plan as a calendar by a private address: whoever has it reads the tasks, and no names."""

import hashlib
import secrets
from datetime import datetime
from math import ceil
from urllib.parse import urlsplit

from countin.campaigns.models import Campaign, Plan
from countin.campaigns.planned.changing import note_change
from countin.campaigns.planned.reading import read_plan
from countin.planning.plan_calendar import Stamp, plan_calendar


def open_feed(plan: Plan, *, now: datetime) -> str:
    """A new key to this plan's calendar, shown once and stored as its SHA-256: 43 characters,
    256 bits. An older one opens nothing any more."""
    key = secrets.token_urlsafe(32)
    plan.feed_hash = _hash(key)
    plan.save(update_fields=["feed_hash"])
    note_change(plan, now=now)
    return key


def close_feed(plan: Plan) -> bool:
    """The address opens nothing any more. False where there was none."""
    had_one = plan.feed_hash is not None
    plan.feed_hash = None
    plan.save(update_fields=["feed_hash"])
    return had_one


def feed_address(key: str, *, base_url: str) -> str:
    """Where calendars subscribe."""
    return f"{base_url}/c/{key}.ics"


def plan_of_feed(key: str) -> Plan | None:
    """The plan that this key opens."""
    plans = Plan.objects.select_related("campaign__release__artist")
    return plans.filter(feed_hash=_hash(key)).first()


def calendar_of_plan(plan: Plan, *, base_url: str, now: datetime) -> bytes:
    """The plan by the date that its campaign has now. The entries stay the same ones, and their
    sequence rises with every change of plan or campaign, so a date that moves moves them."""
    campaign = plan.campaign
    stamp = Stamp(
        uid_stem=f"plan-{campaign.pk}",
        host=urlsplit(base_url).hostname or "count-in.invalid",
        sequence=_sequence(campaign, plan=plan),
        made_at=now,
    )
    timeline = read_plan(campaign, today=now.date())
    return plan_calendar(timeline, title=campaign.release.title, stamp=stamp)


def _sequence(campaign: Campaign, *, plan: Plan) -> int:
    latest = max(plan.changed_at, campaign.changed_at)
    return max(0, ceil((latest - campaign.created_at).total_seconds()))


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
