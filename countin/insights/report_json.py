"""The report as one JSON document."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from countin.insights.documents import rate_as_json
from countin.insights.in_app import AppReport
from countin.insights.journeys import Visits
from countin.insights.parts import ChannelReport, ServiceReport
from countin.insights.reading.documents import reading_as_json
from countin.insights.report import Report
from countin.insights.sentences import next_step, three_sentences
from countin.insights.steps import Step


def report_as_json(report: Report) -> dict[str, Any]:
    """Everything the other forms say. `counts` is the object of `show --json`; a rate that
    can't be known is null."""
    return {
        "title": report.title,
        "artist": report.artist,
        "released_on": report.released_on,
        "as_of": f"{report.as_of:%Y-%m-%dT%H:%M:%SZ}",
        "sentences": list(three_sentences(report)),
        "next_step": next_step(report),
        "counts": dict(report.counts),
        "reach": report.reach if report.reached else None,
        "visits": _visits(report.visits),
        "funnel": _steps(report.steps),
        "follows": _steps(report.follows),
        "reminders": _steps(report.reminders),
        "rates": {
            "visits_that_led": rate_as_json(report.led),
            "saved": rate_as_json(report.saved),
            "mails_opened": rate_as_json(report.opened),
        },
        "services": [_service(service) for service in report.services],
        "channels": [_channel(channel) for channel in report.channels],
        "sources": [asdict(source) for source in report.sources],
        "shared": asdict(report.shared),
        "by_app": {app.name: _app(app) for app in report.by_app},
        **reading_as_json(report.reading),
        "cannot_know": list(report.unknowns),
    }


def _service(service: ServiceReport) -> dict[str, Any]:
    return {
        "service": service.name,
        "mode": service.mode or None,
        "because": service.because,
        "funnel": _steps(service.steps),
        "reminders": _steps(service.reminders),
    }


def _channel(channel: ChannelReport) -> dict[str, Any]:
    return {
        "channel": channel.name,
        "address": channel.address,
        "reach": channel.reach,
        "visits": _visits(channel.visits),
        "funnel": _steps(channel.steps),
        "reminders": _steps(channel.reminders),
        "rates": {
            "visits_that_led": rate_as_json(channel.led),
            "activation": rate_as_json(channel.activation),
            "reminded": rate_as_json(channel.reminded),
        },
    }


def _app(app: AppReport) -> dict[str, Any]:
    return {
        "visits": app.visits,
        "left": app.left,
        "left_rate": rate_as_json(app.left_rate),
        "inside": asdict(app.inside),
        "outside": asdict(app.outside),
    }


def _visits(visits: Visits) -> dict[str, int | None]:
    return {"people": visits.people, "machines": visits.machines, "led": visits.led}


def _steps(steps: Iterable[Step]) -> list[dict[str, Any]]:
    return [
        {
            "step": step.key,
            "words": step.words,
            "count": step.count,
            "losses": [
                {
                    "loss": loss.key,
                    "words": loss.words,
                    "count": loss.count,
                    "still_open": loss.is_open,
                }
                for loss in step.losses
            ],
            "joined": [
                {"from": one.key, "words": one.words, "count": one.count} for one in step.joined
            ],
        }
        for step in steps
    ]
