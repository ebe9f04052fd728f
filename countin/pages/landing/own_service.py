"""A campaign's page for somebody we may know: their own service first, what they promised, and
what could not be saved."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from countin.campaigns.models import Campaign
from countin.fans.models import Fan
from countin.messaging.models import Reminder
from countin.pages.promised.promises import Promise, read_promise
from countin.pages.visitors.cookies import fan_key, fan_of_browser, remembered_service
from countin.presaves.models import PreSave
from countin.presaves.states import State

_MISSED = (State.NEEDS_FAN, State.FAILED)


@dataclass(frozen=True)
class Promised:
    """An open promise of this fan, in one line."""

    service: str
    name: str
    needs_fan: bool


def own_service(request: HttpRequest, *, campaign: Campaign) -> str:
    """Where this fan promised or asked to be reminded, here or else anywhere; else the service
    pressed last in this browser; else an empty text."""
    fan = fan_of_browser(request)
    if fan is None:
        return remembered_service(request)
    promised = PreSave.objects.filter(connection__fan=fan).exclude(state=State.WITHDRAWN)
    reminded = Reminder.objects.filter(fan=fan, withdrawn_at__isnull=True)
    rows = [
        *promised.order_by("-promised_at").values_list("campaign", "provider"),
        *reminded.order_by("-asked_at").values_list("campaign", "provider"),
    ]
    here = [provider for campaign_id, provider in rows if campaign_id == campaign.pk]
    anywhere = [provider for _campaign_id, provider in rows]
    return next(iter([*here, *anywhere]), "") or remembered_service(request)


def promised_context(request: HttpRequest, *, campaign: Campaign) -> dict[str, Any]:
    """For the page before release: `promised`, what this fan promised already, and the key to
    the page that tells more. Empty for everybody else."""
    fan = fan_of_browser(request)
    if fan is None:
        return {}
    rows = PreSave.objects.open().filter(campaign=campaign, connection__fan=fan).order_by("pk")
    promised = [_read_promised(presave) for presave in rows]
    return {"promised": promised, "own_key": fan_key(request)} if promised else {}


def missed_context(request: HttpRequest, *, campaign: Campaign, now: datetime) -> dict[str, Any]:
    """For the page after release: `missed`, a promise that could not be kept, and the key to the
    page where it can be mended. Empty for everybody else."""
    fan = fan_of_browser(request)
    missed = _missed(campaign, fan=fan, now=now) if fan else None
    return {"missed": missed, "own_key": fan_key(request)} if missed else {}


def _read_promised(presave: PreSave) -> Promised:
    provider = settings.PROVIDERS.get(presave.provider)
    return Promised(
        service=presave.provider,
        name=provider.words.name if provider else presave.provider,
        needs_fan=presave.state == State.NEEDS_FAN,
    )


def _missed(campaign: Campaign, *, fan: Fan, now: datetime) -> Promise | None:
    rows = PreSave.objects.filter(campaign=campaign, connection__fan=fan, state__in=_MISSED)
    missed = [
        read_promise(presave, providers=settings.PROVIDERS, zone=fan.time_zone, now=now)
        for presave in rows.select_related("campaign__release__artist", "consent").order_by("pk")
    ]
    # What can be mended first.
    return min(missed, key=lambda promise: not promise.needs_fan, default=None)
