"""What a release is called, and the one line that says when it is out."""

from datetime import UTC, datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countin.campaigns.models import Campaign, Kind, Release, Timing
from countin.languages.available import SOURCE
from countin.languages.dates import date_in_words, moment_form
from countin.pages.moments import time_element

_KINDS: Final[dict[Kind, Promise]] = {
    Kind.SINGLE: gettext_lazy("Single"),
    Kind.EP: gettext_lazy("EP"),
    Kind.ALBUM: gettext_lazy("Album"),
}


def kind_in_words(release: Release) -> str:
    """In the language of the page."""
    return str(_KINDS[Kind(release.kind)])


def release_line(campaign: Campaign, *, now: datetime) -> str:
    """ "EP, out November 27, 2026", with the time in UTC where it is one instant for all, and
    "EP, out now" once it is."""
    kind = kind_in_words(campaign.release)
    if campaign.is_released(now):
        return _("%(kind)s, out now") % {"kind": kind}
    when = _instant_in_words(_instant(campaign.release)) or _day(campaign.release)
    return _("%(kind)s, out %(when)s") % {"kind": kind, "when": when}


def coming_line(campaign: Campaign) -> SafeString:
    """The same of what is not out yet, for a page whose script shows the fan's own clock."""
    release, at = campaign.release, _instant(campaign.release)
    form = moment_form("{day}", language=get_language() or SOURCE)
    when = time_element(at, words=_instant_in_words(at), form=form) if at else _day(release)
    words = _("%(kind)s, out %(when)s") % {"kind": "{kind}", "when": "{when}"}
    return format_html(words, kind=kind_in_words(release), when=when)


def out_line(release: Release) -> SafeString:
    """ "EP, out since November 27, 2026": the day by the fan's own clock, for one instant."""
    at, day = _instant(release), _day(release)
    since = time_element(at, words=day, form="{day}") if at else day
    words = _("%(kind)s, out since %(day)s") % {"kind": "{kind}", "day": "{day}"}
    return format_html(words, kind=kind_in_words(release), day=since)


def _instant(release: Release) -> datetime | None:
    return None if release.timing == Timing.LOCAL else release.release_at


def _instant_in_words(at: datetime | None) -> str:
    if at is None:
        return ""
    at = at.astimezone(UTC)
    day = date_in_words(at.date(), language=get_language() or SOURCE)
    return _("%(date)s, %(time)s UTC") % {"date": day, "time": f"{at:%H:%M}"}


def _day(release: Release) -> str:
    return date_in_words(release.release_date, language=get_language() or SOURCE)
