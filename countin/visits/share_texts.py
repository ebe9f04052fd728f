"""What to post: texts in three lengths, in the languages that fans' pages speak, with the tracked
address of a channel. Plain facts: no text promises anything that a service forbids to promise."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from countin.campaigns.models import Campaign, Kind
from countin.languages.dates import date_in_words
from countin.visits.links import share_address
from countin.visits.models import Link, LinkKind


@dataclass(frozen=True)
class Text:
    """A text to copy."""

    key: str
    label: str
    words: str


def texts_of(
    campaign: Campaign, *, address: str, language: str, saves: bool, now: datetime
) -> list[Text]:
    """Short, middle, long. `saves`: some service makes the save by itself, so that it may be
    offered; otherwise a reminder is."""
    release = campaign.release
    title, artist = release.title, release.artist.name
    with override(language):
        date = date_in_words(release.release_date, language=language)
        if campaign.is_released(now):
            out = _("Out now: “%(title)s” by %(artist)s") % {"title": title, "artist": artist}
            now_out = _("%(kind)s, out now") % {"kind": _kind(release.kind)}
            longer = [f"{artist} – {title}", now_out, out]
        else:
            out = _("“{title}” is out on {date}").format(title=title, date=date)
            kind = _("%(kind)s, out %(when)s") % {"kind": _kind(release.kind), "when": date}
            asks = _("“{title}” is out on {date}: shall we save it for you?")
            offer = asks.format(title=title, date=date) if saves else _offer()
            longer = [f"{artist} – {title}", kind, offer]
    return [
        Text("short", "Short", f"{out} {address}"),
        Text("middle", "Middle", "\n".join([f"{artist} – {title}", out, address])),
        Text("long", "Long", "\n".join([*longer, "", address])),
    ]


def _kind(kind: str) -> str:
    return {Kind.SINGLE: _("Single"), Kind.EP: _("EP"), Kind.ALBUM: _("Album")}[Kind(kind)]


def _offer() -> str:
    return _("Shall we tell you when it is out?")


def address_to_share(campaign: Campaign, *, channel: str, base_url: str, short_url: str) -> str:
    """The short link where somebody asked for one, else the readable address."""
    page = f"{base_url}/{campaign.slug}"
    if not channel:
        return page
    plain = {"utm_source": "", "utm_medium": "", "utm_campaign": ""}
    rows = Link.objects.filter(campaign=campaign, kind=LinkKind.CHANNEL, channel__name=channel)
    link = rows.filter(**plain).first()
    return share_address(link, short_url=short_url) if link else f"{page}?via={channel}"
