"""The one sentence beside the button: exactly what is asked for, and what happens when.

It is stored with the promise word for word. Change it, and raise the version.
"""

from typing import Final

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from countin.campaigns.models import Artist, Campaign, FollowWhen, Timing
from countin.languages.available import SOURCE
from countin.languages.dates import date_in_words
from countin.providers.contract import Provider

WORDS_VERSION = "1"
FOLLOW_WORDS_VERSION: Final = "follow 1"
STANDING_WORDS_VERSION: Final = "standing 1"
_DAYS_A_MONTH: Final = 30


def agreed_words(campaign: Campaign, *, provider: Provider, wants_follow: bool) -> str:
    """What a fan agrees to by pressing the button, in the language that is active."""
    release = campaign.release
    sentence = _("%(title)s by %(artist)s is saved to your %(library)s %(when)s.") % {
        "title": release.title,
        "artist": release.artist.name,
        "library": _(provider.words.library),
        "when": moment_in_words(campaign),
    }
    if wants_follow:
        sentence += " " + _follow_words(campaign, provider=provider)
    return (
        sentence
        + " "
        + _("Nothing else is done with your account, and the permission is deleted after that.")
    )


def follow_words(campaign: Campaign, *, provider: Provider, is_saved: bool) -> str:
    """What a fan agrees to who asks for the follow by itself, on their own page."""
    named = {"artist": campaign.release.artist.name, "service": provider.words.name}
    if is_saved or campaign.follow_when == FollowWhen.CONNECT:
        words = _("You follow %(artist)s on %(service)s from now on.")
    else:
        words = _("You follow %(artist)s on %(service)s from release day on.")
    after = _("The permission is deleted once nothing of yours needs it any more.")
    return f"{words % named} {after}"


def standing_words(artist: Artist, *, provider: Provider) -> str:
    """What a fan agrees to who wants every coming release of this artist."""
    months = round(provider.abilities.grant_life.days / _DAYS_A_MONTH)
    named = {"artist": artist.name, "library": _(provider.words.library), "months": months}
    lasts = ngettext(
        "Your permission is kept, sealed, for this: for %(months)s month at most.",
        "Your permission is kept, sealed, for this: for %(months)s months at most.",
        months,
    )
    sentences = (
        _("Every coming release of %(artist)s that has a page here is saved to your %(library)s "
          "when it comes out."),
        lasts,
        _("We ask you before it ends. You stop it with one press on your own page, and the "
          "permission is deleted."),
    )  # fmt: skip
    return " ".join(sentence % named for sentence in sentences)


def moment_in_words(campaign: Campaign) -> str:
    """When, so that it is true wherever the fan is."""
    release, language = campaign.release, get_language() or SOURCE
    if release.timing == Timing.LOCAL or release.release_at is None:
        return _("when it comes out where you are, on %(date)s") % {
            "date": date_in_words(release.release_date, language=language)
        }
    return _("when it comes out, on %(date)s, %(time)s UTC") % {
        "date": date_in_words(release.release_at.date(), language=language),
        "time": f"{release.release_at:%H:%M}",
    }


def _follow_words(campaign: Campaign, *, provider: Provider) -> str:
    words = {"artist": campaign.release.artist.name, "service": provider.words.name}
    if campaign.follow_when == FollowWhen.CONNECT:
        return _("You follow %(artist)s on %(service)s from now on.") % words
    return _("You follow %(artist)s on %(service)s from that day on.") % words
