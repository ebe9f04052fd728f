"""A workspace in which something stands behind every address of the API."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from django.apps import apps

from countin import clock
from countin.api import examples
from countin.api.urls import api
from countin.campaigns.planned.reading import read_plan
from countin.insights.auditing.peaks import tag_peak
from countin.insights.models import PeakKind
from countin.messaging.outreach import add_contact
from countin.presaves.models import Hold
from countin.workspaces.models import Role
from tests.api.asking import Program
from tests.insights.rows import make_campaign, make_presave, make_reminder
from tests.studio.conftest import join

# What the description shows; but a plan has days of its own, and a token gives no more than it has.
BODIES: dict[str, Any] = {
    **examples.BODIES,
    "POST /campaigns/{slug}/plan/tasks": {"day": "2026-02-03", "title": "Mine"},
    "POST /tokens": {"name": "more", "scopes": ["owner"]},
}


def stand_there(asks: Program) -> Mapping[str, Any]:
    """What stands there, by the word before its number or name in the path."""
    now, workspace = clock.now(), asks.token.workspace
    campaign = make_campaign(channels={"newsletter": 40})
    make_presave(campaign)
    make_reminder(campaign)
    said = asks.post(f"/campaigns/{campaign.slug}/announcements", {"kind": "eve"})
    assert said.status_code == 201, said.content
    handle = campaign.release.artist.handle
    news = asks.post(f"/artists/{handle}/news", {"kind": "news", "text": "Hello"})
    assert news.status_code == 201, news.content
    invited = {"email": "ida@example.org", "role": "analyst"}
    webhook = asks.post("/webhooks", {"url": "http://127.0.0.1:9/hook"}).json()["number"]
    peak = tag_peak(
        campaign,
        kind=PeakKind.GIG,
        begins_at=now,
        ends_at=now + timedelta(days=1),
        channel=None,
        note="",
        now=now,
    )
    return {
        "campaigns": campaign.slug,
        **dict.fromkeys(("artwork", "recordings", "listening"), campaign.slug),
        "artists": handle,
        "lists": handle,
        "news": news.json()["announcement"],
        "announcements": said.json()["announcement"],
        "contacts": add_contact(campaign, whom="Ada", way="", now=now).pk,
        "tasks": read_plan(campaign, today=now.date()).entries[0].task.name,
        "holds": Hold.objects.create(campaign=campaign, held_at=now).pk,
        "peaks": peak.pk,
        "people": join("mia@example.org", role=Role.MANAGER, workspace=workspace).pk,
        "invitations": asks.post("/invitations", invited).json()["invitation"],
        "tokens": asks.post("/tokens", {"name": "sheet", "scopes": ["read"]}).json()["number"],
        "webhooks": webhook,
        "deliveries": asks.post(f"/webhooks/{webhook}/test").json()["number"],
    }


def everything() -> dict[str, list[Any]]:
    """Every row there is."""
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values_list())
        for model in apps.get_models()
    }


def operations() -> Iterator[str]:
    """Every operation of the API, as `GET /campaigns`."""
    for path, methods in api.get_openapi_schema()["paths"].items():
        for method in methods:
            yield f"{method.upper()} {path.removeprefix('/api/v1')}"
