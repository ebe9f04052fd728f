"""Reports as they are handed out. One asks the database two dozen questions, some of which read
every row of its campaign. The worker writes those that pages show, and those of large campaigns;
they are kept, so that nobody waits for a page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q, Sum

from countin.campaigns.models import Campaign
from countin.insights.models import Tally, WrittenReport
from countin.insights.report import Report, build_report
from countin.insights.report_html import write_html
from countin.insights.report_json import report_as_json
from countin.providers.contract import Provider
from countin.release_day.models import Wave

# Pre-saves and visits; fewer are read within a tenth of a second.
LARGE: Final = 20_000
FRESH_FOR: Final = timedelta(minutes=10)
FRESH_FOR_SMALL: Final = timedelta(seconds=30)
# While promises are kept the worker has something better to do.
_BEFORE_A_WAVE: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Told:
    """A report as a page and as a document, both as of one moment."""

    page: str
    document: Mapping[str, Any]


def hand_out_report(
    campaign: Campaign, *, providers: Mapping[str, Provider], base_url: str, now: datetime
) -> Told | None:
    """As of now; of a large campaign, as of ten minutes ago at most. None: the worker is asked to
    write it, and has it in a minute or when no wave is under way."""
    if not is_large(campaign):
        return _told(build_report(campaign, providers=providers, base_url=base_url, now=now))
    kept = WrittenReport.objects.filter(campaign=campaign).first()
    if kept is not None and kept.done_at is not None and kept.done_at >= now - FRESH_FOR:
        return Told(kept.page, kept.document or {})
    _ask(campaign, kept=kept, now=now)
    return None


@dataclass(frozen=True)
class Kept:
    """The last report that was written. `body` is HTML of ours, empty where there is none yet;
    `is_fresh`: as of now, else the worker was asked for another."""

    body: str
    is_fresh: bool


def show_kept(campaign: Campaign, *, now: datetime) -> Kept:
    """For a page: three queries at most, however many rows there are."""
    kept = WrittenReport.objects.filter(campaign=campaign).first()
    if kept is None or kept.done_at is None:
        _ask(campaign, kept=kept, now=now)
        return Kept("", is_fresh=False)
    is_fresh = kept.done_at >= now - (FRESH_FOR if is_large(campaign) else FRESH_FOR_SMALL)
    if not is_fresh:
        _ask(campaign, kept=kept, now=now)
    # Whatever a campaign says is escaped: these two stand there once.
    body = kept.page.partition("<main>")[2].partition("</main>")[0]
    return Kept(body, is_fresh=is_fresh)


def write_asked(*, providers: Mapping[str, Provider], base_url: str, now: datetime) -> int:
    """One a call, the one that waits longest; no large one while a wave is due or near."""
    near = Wave.objects.filter(done_at__isnull=True, due_at__lte=now + _BEFORE_A_WAVE)
    waiting = WrittenReport.objects.filter(Q(done_at__isnull=True) | Q(done_at__lt=F("asked_at")))
    in_turn = waiting.select_related("campaign").order_by("asked_at", "pk")
    is_near = near.exists()
    asked = next((one for one in in_turn if not is_near or not is_large(one.campaign)), None)
    if asked is None:
        return 0
    campaign = Campaign.objects.with_release().get(pk=asked.campaign_id)
    told = _told(build_report(campaign, providers=providers, base_url=base_url, now=now))
    WrittenReport.objects.filter(pk=asked.pk).update(
        done_at=now, page=told.page, document=told.document
    )
    return 1


def is_large(campaign: Campaign) -> bool:
    """More than is read beside a page. One look at counts that are kept."""
    kept = Tally.objects.filter(about=campaign.pk, kind__in=["states", "visits"])
    return (kept.aggregate(many=Sum("how_many"))["many"] or 0) > LARGE


def _ask(campaign: Campaign, *, kept: WrittenReport | None, now: datetime) -> None:
    """Once: whoever asks again meanwhile waits for the same."""
    if kept is None:
        WrittenReport.objects.get_or_create(campaign=campaign, defaults={"asked_at": now})
    elif kept.done_at is not None and kept.done_at >= kept.asked_at:
        WrittenReport.objects.filter(pk=kept.pk).update(asked_at=now)


def _told(report: Report) -> Told:
    return Told(write_html(report), report_as_json(report))
