"""The one sentence beside the button: exactly what is asked for, and what happens when.

It is stored with the promise word for word. Change it, and raise the version.
"""

from django.utils import formats
from django.utils.translation import gettext as _

from countin.campaigns.models import Campaign, FollowWhen, Timing
from countin.providers.contract import Provider

WORDS_VERSION = "1"


def agreed_words(campaign: Campaign, *, provider: Provider, wants_follow: bool) -> str:
    """What a fan agrees to by pressing the button, in the language that is active."""
    release = campaign.release
    sentence = _("%(title)s by %(artist)s is saved to your %(service)s library %(when)s.") % {
        "title": release.title,
        "artist": release.artist.name,
        "service": provider.words.name,
        "when": moment_in_words(campaign),
    }
    if wants_follow:
        sentence += " " + _follow_words(campaign, provider=provider)
    return (
        sentence
        + " "
        + _("Nothing else is done with your account, and the permission is deleted after that.")
    )


def moment_in_words(campaign: Campaign) -> str:
    """When, so that it is true wherever the fan is."""
    release = campaign.release
    if release.timing == Timing.LOCAL or release.release_at is None:
        return _("when it comes out where you are, on %(date)s") % {
            "date": formats.date_format(release.release_date, "F j, Y")
        }
    return _("when it comes out, on %(moment)s UTC") % {
        "moment": formats.date_format(release.release_at, "F j, Y, H:i")
    }


def _follow_words(campaign: Campaign, *, provider: Provider) -> str:
    words = {"artist": campaign.release.artist.name, "service": provider.words.name}
    if campaign.follow_when == FollowWhen.CONNECT:
        return _("You follow %(artist)s on %(service)s from now on.") % words
    return _("You follow %(artist)s on %(service)s from that day on.") % words
