"""The one sentence beside the button: exactly what is asked for, and what happens when.

It is stored with the promise word for word. Change it, and raise the version.
"""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countin.campaigns.models import Artist, Campaign, FollowWhen, Timing
from countin.providers.contract import Provider

WORDS_VERSION = "2"
FOLLOW_WORDS_VERSION: Final = "follow 1"
STANDING_WORDS_VERSION: Final = "standing 2"
CANARY_WORDS_VERSION: Final = "canary 1"
_DAYS_A_MONTH: Final = 30


def agreed_words(campaign: Campaign, *, provider: Provider, wants_follow: bool) -> str:
    """What a fan agrees to by pressing the button, in the language that is active."""
    release = campaign.release
    sentence = _("%(title)s by %(artist)s is saved to your %(library)s %(when)s.") % {
        "title": release.title,
        "artist": release.artist.name,
        "library": _(provider.words.library),
        "when": _when(campaign),
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
        _("It ends by itself after that; your own page says when, and lets you renew it. You stop "
          "it with one press there, and the permission is deleted."),
    )  # fmt: skip
    return " ".join(sentence % named for sentence in sentences)


def canary_words(campaign: Campaign, *, provider: Provider) -> str:
    """What a member of the team agrees to whose account goes first."""
    release = campaign.release
    sentences = (
        _("%(title)s by %(artist)s is saved to your %(library)s first of all, when it comes out."),
        _("We then look whether it is there, and at nothing else in it."),
        _("The permission is deleted once the wave is decided."),
    )
    named = {
        "title": release.title,
        "artist": release.artist.name,
        "library": _(provider.words.library),
    }
    return " ".join(sentence % named for sentence in sentences)


def _when(campaign: Campaign) -> str:
    """True wherever the fan is. The day stands above, once, and there by the fan's own clock."""
    if campaign.release.timing == Timing.LOCAL:
        return _("when it comes out where you are")
    return _("when it comes out")


def _follow_words(campaign: Campaign, *, provider: Provider) -> str:
    words = {"artist": campaign.release.artist.name, "service": provider.words.name}
    if campaign.follow_when == FollowWhen.CONNECT:
        return _("You follow %(artist)s on %(service)s from now on.") % words
    return _("You follow %(artist)s on %(service)s from that day on.") % words
