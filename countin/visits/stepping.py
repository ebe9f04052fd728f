"""Counting what came of visits inside apps, in there or after the way out."""

from datetime import datetime

from countin.campaigns.models import Campaign
from countin.visits.models import AppStep, AppStepKind, Visit


def record_app_step(
    campaign: Campaign, *, visit_id: int | None, kind: AppStepKind, now: datetime
) -> AppStep | None:
    """One row where this visit saw an app from inside; nothing for all others, nor for what
    this visit was counted for before."""
    if visit_id is None:
        return None
    seen = Visit.objects.filter(pk=visit_id, campaign=campaign, is_bot=False)
    apps = seen.values_list("in_app", "left_app").first()
    in_app, left_app = apps or ("", "")
    if not in_app and not left_app:
        return None
    told = {
        "campaign": campaign,
        "app": left_app or in_app,
        "has_left": bool(left_app),
        "stepped_at": now,
    }
    step, is_new = AppStep.objects.get_or_create(visit_number=visit_id, kind=kind, defaults=told)
    return step if is_new else None
