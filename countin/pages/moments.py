"""Moments in words that are true wherever the reader is; a script makes them local."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from countin.campaigns.models import Release, Timing


def release_moment(release: Release, *, zone: str, now: datetime) -> SafeString:
    """ "Friday, November 27, at midnight where you are", or one instant in the fan's zone."""
    if release.timing == Timing.LOCAL or release.release_at is None:
        return format_html(
            '<time datetime="{}">{}, <span class="whole">{},</span> <span class="whole">{}</span>'
            "</time>",
            release.release_date.isoformat(),
            formats.date_format(release.release_date, "l"),
            _day(release.release_date, now=now),
            _("at midnight where you are"),
        )
    return moment(release.release_at, zone=zone)


def moment(at: datetime, *, zone: str) -> SafeString:
    """An instant as a `<time>`: in the zone given, else in UTC, and said so."""
    return format_html(
        '<time datetime="{}" data-moment>{}</time>',
        at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        moment_in_words(at, zone=zone),
    )


def moment_in_words(at: datetime, *, zone: str) -> str:
    """ "Friday, November 27, 2026, 12:00 a.m. (New York)"."""
    local = at.astimezone(ZoneInfo(zone)) if zone else at.astimezone(UTC)
    place = zone.rpartition("/")[2].replace("_", " ") or "UTC"
    text = formats.date_format(local, "l, F j, Y, P")
    return f"{text} ({place})"


def _day(day: date, *, now: datetime) -> str:
    return formats.date_format(day, "F j" if day.year == now.year else "F j, Y")
