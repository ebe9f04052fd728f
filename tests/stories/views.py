"""One campaign's pre-saves by state, as every place that shows them says."""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from io import StringIO
from typing import Any

from click.testing import CliRunner
from django.conf import settings

from countin.campaigns.models import Campaign
from countin.insights.commands import show
from countin.insights.report import build_report
from countin.insights.report_json import report_as_json
from countin.workspaces.letting_in import Scope, make_token
from countin.workspaces.models import Role
from tests.api.asking import Program
from tests.studio.conftest import Desk, join

FIVE = ("promised", "saved", "needs_fan", "failed", "withdrawn")


def five_everywhere(campaign: Campaign, *, now: datetime) -> dict[str, dict[str, int]]:
    """By the place: page, file, API, command, report."""
    desk = Desk(join("views@example.org", role=Role.ANALYST, workspace=campaign.workspace))
    token, text = make_token(
        campaign.workspace, name="views", scopes=[Scope.READ], lasts=timedelta(days=60), now=now
    )
    asks, here = Program(text, token=token), f"/campaigns/{campaign.slug}"
    there = f"/studio/c/{campaign.slug}"
    counts = asks.get(f"{here}/counts").json()
    live = {part["part"]: part for part in asks.get(f"{here}/live").json()["parts"]}["service"]
    heads = [column["number"] for column in live["columns"]]
    numbers = dict(csv.reader(StringIO(desk.look(f"{there}/numbers.csv").content.decode())))
    services = csv.DictReader(
        StringIO(desk.look(f"{there}/live.csv?part=service").content.decode())
    )
    report = build_report(campaign, providers=settings.PROVIDERS, base_url="", now=now)
    shown = CliRunner().invoke(show, [campaign.slug, "--json"])
    return {
        "API counts": _five(counts["presaves"]),
        "API services": _sum(counts["by_provider"].values()),
        "API channels": _sum(counts["by_channel"].values()),
        "API report": _five(asks.get(f"{here}/report").json()["counts"]["presaves"]),
        "API watch": _five(asks.get(f"{here}/watch").json()["presaves"]),
        "API live": _sum(
            _named(dict(zip(heads, row["values"], strict=True))) for row in live["rows"]
        ),
        "page live": _five(desk.look(f"{there}/live").context["live"].presaves),
        "page": _five(desk.look(f"{there}/").context["counts"]["presaves"]),
        "file of numbers": {name: int(numbers[f"presaves.{name}"]) for name in FIVE},
        "file of live": _sum(_named(row) for row in services),
        "report": _five(report_as_json(report)["counts"]["presaves"]),
        "command": _five(json.loads(shown.stdout)["presaves"]),
    }


def _five(told: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(told[name]) for name in FIVE}


def _named(row: Mapping[str, Any]) -> dict[str, int]:
    return {name: int(row[f"presaves.{name}"]) for name in FIVE}


def _sum(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter(dict.fromkeys(FIVE, 0))
    for part in parts:
        total.update({name: part[name] for name in FIVE})
    return dict(total)
