"""What a release is called, and the one line that says when it is out."""

from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from countin.campaigns.models import Campaign, Kind, Release
from countin.languages.available import SOURCE
from countin.languages.dates import date_in_words

_KINDS: Final[dict[Kind, Promise]] = {
    Kind.SINGLE: gettext_lazy("Single"),
    Kind.EP: gettext_lazy("EP"),
    Kind.ALBUM: gettext_lazy("Album"),
}


def kind_in_words(release: Release) -> str:
    """In the language of the page."""
    return str(_KINDS[Kind(release.kind)])


def release_line(campaign: Campaign, *, now: datetime) -> str:
    """ "EP, out November 27, 2026", and "EP, out now" once it is."""
    kind = kind_in_words(campaign.release)
    if campaign.is_released(now):
        return _("%(kind)s, out now") % {"kind": kind}
    day = date_in_words(campaign.release.release_date, language=get_language() or SOURCE)
    return _("%(kind)s, out %(when)s") % {"kind": kind, "when": day}
