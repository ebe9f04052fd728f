"""Moments in words that are true wherever the reader is; a script makes them local."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countin.campaigns.models import Release, Timing
from countin.languages import dates
from countin.languages.available import SOURCE


def release_moment(release: Release, *, zone: str) -> SafeString:
    """ "Friday, November 27, 2026, at midnight where you are", or one instant in the fan's zone."""
    if release.timing == Timing.LOCAL or release.release_at is None:
        return format_html(
            '<time datetime="{}">{}</time>',
            release.release_date.isoformat(),
            _("%(day)s, at midnight where you are")
            % {"day": dates.day_in_words(release.release_date, language=_language())},
        )
    return moment(release.release_at, zone=zone)


def moment(at: datetime, *, zone: str) -> SafeString:
    """An instant as a `<time>`: in the zone given, else in UTC, and said so."""
    form = dates.moment_form("{date}", language=_language())
    return time_element(at, words=moment_in_words(at, zone=zone), form=form)


def time_element(at: datetime, *, words: str, form: str) -> SafeString:
    """`words`, until the script writes the instant on the fan's own clock, in this form: of
    "{date}" (with its weekday), "{day}" (without) and "{time}"."""
    written = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return format_html('<time datetime="{}" data-moment="{}">{}</time>', written, form, words)


def moment_in_words(at: datetime, *, zone: str) -> str:
    """ "Friday, November 27, 2026, 12:00 AM (New York)"."""
    local = at.astimezone(ZoneInfo(zone)) if zone else at.astimezone(UTC)
    place = dates.place_in_words(zone, language=_language()) or "UTC"
    return f"{dates.moment_in_words(local, language=_language())} ({place})"


def _language() -> str:
    return get_language() or SOURCE
