"""The report as one HTML page that needs nothing beside it, on screen and on paper."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from countin.insights.bars import Bar, Whisker, draw_bars, draw_whisker, scale_of
from countin.insights.in_app import AppReport, app_words
from countin.insights.origins import Shared, Source
from countin.insights.parts import ChannelReport, ServiceReport
from countin.insights.rates import Drawn, Rate
from countin.insights.reading.passages import Passage
from countin.insights.report import Report
from countin.insights.report_text import APART, BRACKETS, lost_words, reach_words, short_words
from countin.insights.sentences import next_step, reading_aid, three_sentences
from countin.insights.steps import Step, count_of


@dataclass(frozen=True)
class _Row:
    step: Step
    bar: Bar


@dataclass(frozen=True)
class _RateRow:
    words: str
    known: Rate | Drawn
    whisker: Whisker


@dataclass(frozen=True)
class _Card:
    """A service or a channel."""

    title: str
    aside: str
    text: str
    short: str
    lost: str
    rates: list[_RateRow]


def write_html(report: Report) -> str:
    """The page, from the doctype on."""
    return render_to_string("insights/report.html", shown_in(report))


def report_style() -> str:
    """The rules by which the report is drawn."""
    return render_to_string("insights/report.css")


def shown_in(report: Report) -> dict[str, Any]:
    """What `insights/report_body.html` shows, in the file as in the studio."""
    widest = _widest(report.channels)
    return {
        "report": report,
        "reach": f"{report.reach:,} {reach_words(report)}" if report.reached else "",
        "people": f"{report.visits.people:,}",
        "machines": f"{report.visits.machines:,}" if report.visits.machines else "",
        "links": _links(report),
        "sentences": three_sentences(report),
        "aid": reading_aid(report),
        "next_step": _with_code(next_step(report)),
        "funnel": _rows(report.steps) if report.has_presaves else [],
        "follows": _rows(report.follows) if report.follows[0].count else [],
        "reminders": _rows(report.reminders) if report.reminders[0].count else [],
        "rates": _rates(
            [
                ("visits that led to a pre-save", report.led),
                ("pre-saves that were saved", report.saved),
                ("release mails whose link was opened", report.opened),
            ],
            widest=1.0,
        ),
        "services": [_service(service) for service in report.services],
        "channels": [_channel(channel, widest=widest) for channel in report.channels],
        "channel_scale": f"{widest * 100:.0f} %" if widest else "",
        "passages": [_passage(one) for one in report.passages],
        "sources": [(source.name, _visits(source)) for source in report.sources],
        "shared": _shared(report.shared),
        "apps": [_app(app) for app in report.by_app],
        "brackets": BRACKETS,
        "apart": APART,
    }


def _rows(steps: tuple[Step, ...]) -> list[_Row]:
    return [_Row(step, bar) for step, bar in zip(steps, draw_bars(steps), strict=True)]


def _links(report: Report) -> list[tuple[str, str]]:
    named = [
        ("clicks on a service's own pre-save page", report.counts["native"]["clicks"]),
        ("clicks on the plain follow link", report.counts["follow_link"]["clicks"]),
    ]
    return [(words, f"{clicks:,}") for words, clicks in named if clicks]


def _app(app: AppReport) -> _Card:
    came, inside, outside = app_words(app)
    rates = _rates([("visits that left by the way out", app.left_rate)], widest=1.0)
    return _Card(app.label, "", came, f"{inside}; {outside}", "", rates)


def _shared(shared: Shared) -> list[tuple[str, str]]:
    if not shared.links:
        return []
    asked = ("links of their own that fans asked for", f"{shared.links:,}")
    return [asked, ("visits that came by one", _visits(shared))]


def _visits(part: Source | Shared) -> str:
    machines = f", {part.machines:,} by machines" if part.machines else ""
    return f"{part.people:,} by people{machines}"


def _with_code(text: str) -> SafeString:
    """Commands and keys, in backticks elsewhere, as the page shows them."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "", "{}", ((format_html("<code>{}</code>", part) if n % 2 else part,) for n, part in parts)
    )


def _widest(channels: Iterable[ChannelReport]) -> float:
    """The end of the channels' scale: the highest interval, up to the next ten percent; 0
    where no channel has a rate."""
    return scale_of(
        known.interval.high
        for channel in channels
        for known in (channel.led, channel.activation, channel.reminded)
        if known
    )


def _passage(passage: Passage) -> dict[str, object]:
    widest = scale_of(known.interval.high for _words, known in passage.shares)
    shown = {field.name: getattr(passage, field.name) for field in fields(passage)}
    rows = _rates(passage.shares, widest=widest) if passage.shares else []
    return {**shown, "rows": rows, "scale": f"{widest * 100:.0f} %"}


def _rates(named: Iterable[tuple[str, Rate | Drawn | None]], *, widest: float) -> list[_RateRow]:
    known = [(words, found) for words, found in named if found]
    return [
        _RateRow(words, found, draw_whisker(found, widest=widest, about=words))
        for words, found in known
    ]


def _service(service: ServiceReport) -> _Card:
    short = short_words(service.steps, reminders=service.reminders)
    lost = lost_words(service.steps, reminders=service.reminders)
    return _Card(service.title, service.mode, service.because, short, lost, [])


def _channel(channel: ChannelReport, *, widest: float) -> _Card:
    visits = f"{channel.visits.people:,} visits by people, {channel.visits.machines:,} by machines"
    reach = f"reaches {channel.reach:,} people" if channel.reach else "reach not given"
    if channel.name == "none":
        reach = ""
    rates = [
        ("visits that led to a pre-save", channel.led),
        ("pre-saves made, of people reached", channel.activation),
        ("reminders asked, of people reached", channel.reminded),
    ]
    return _Card(
        title="No channel" if channel.name == "none" else channel.name,
        aside=reach,
        text=visits,
        short=short_words(channel.steps, reminders=channel.reminders),
        lost=lost_words(channel.steps, reminders=channel.reminders),
        rates=_rates(rates if count_of(channel.reminders, "asked") else rates[:2], widest=widest),
    )
