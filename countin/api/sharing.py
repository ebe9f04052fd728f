"""What the studio hands out to be posted, and what it reads in: texts to share, exports of
listening."""

from datetime import date
from typing import Annotated, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from ninja import File, Query, Router, Schema
from ninja.files import UploadedFile

from countin import clock
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import NO_NUL, Count
from countin.api.tokens import READ, WRITE
from countin.campaigns.models import Campaign
from countin.campaigns.modes import modes_of
from countin.insights.listening.forms import NotUnderstood, read_export, title_of
from countin.insights.listening.reading_in import LARGEST, NotOurs, ReadIn, read_in, read_words
from countin.insights.listening.tables import BadTable, read_table
from countin.insights.listening.values import BadValue, UnclearDays
from countin.languages.available import SOURCE, read_languages
from countin.providers.contract import Mode
from countin.visits.share_texts import address_to_share, texts_of

of_campaign = Router(tags=["campaigns"])
listening = Router(tags=["numbers"])
# One each: a default is written into the Query itself, where two parameters share it.
_Channel = Annotated[str, Query(max_length=63, pattern=NO_NUL)]
_Language = Annotated[str, Query(max_length=63, pattern=NO_NUL)]
_Order = Literal["", "dmy", "mdy"]
_UNCLEAR = (
    "Day and month can't be told apart in it. Say how its days are written: ?dates=dmy or mdy."
)
_BY_DAYS = "These are songs without days: name the first and the last day it holds, ?first=&last=."


class TextShape(Schema):
    """A text of one length: short, middle or long."""

    key: str
    words: str


class KitShape(Schema):
    """`card` (1200 x 630), `square` (1080 x 1080), `story` (1080 x 1920) and `qr` are public
    addresses of pictures."""

    language: str
    channel: str
    address: str
    texts: list[TextShape]
    card: str
    square: str
    story: str
    qr: str


class ReadInShape(Schema):
    """What came of a file: its rows, and how many of them were new or other than before."""

    slug: str
    rows: Count
    changed: Count
    words: str


@of_campaign.get(
    "/{slug}/texts", auth=READ, response=answers(KitShape, 404, 422), summary="Texts to share"
)
def show_texts(
    request: HttpRequest, slug: str, channel: _Channel = "", language: _Language = SOURCE
) -> KitShape:
    """In one of the languages that fans' pages speak, with the tracked address of a channel."""
    campaign = find_campaign(request, slug)
    if language not in (known := [code for code, _words in read_languages()]):
        raise Problem(422, f"There are texts in {', '.join(known)}. Take one of these.")
    if channel and not campaign.channels.filter(name=channel).exists():
        raise Problem(422, f"There is no channel {channel!r}. Add it by PUT.")
    address = address_to_share(
        campaign, channel=channel, base_url=settings.BASE_URL, short_url=settings.SHORT_URL
    )
    saves = Mode.DIRECT in modes_of(campaign, providers=settings.PROVIDERS).values()
    texts = texts_of(campaign, address=address, language=language, saves=saves, now=clock.now())
    return KitShape(
        language=language,
        channel=channel,
        address=address,
        texts=[TextShape(key=one.key, words=one.words) for one in texts],
        card=f"{_public('card', campaign)}?lang={language}",
        square=f"{_public('square', campaign)}?lang={language}",
        story=f"{_public('story', campaign)}?lang={language}",
        qr=_public("qr_svg", campaign) + (f"?via={channel}" if channel else ""),
    )


@listening.post(
    "/{slug}",
    auth=WRITE,
    response=answers(ReadInShape, 404, 422),
    summary="Lay listening beside",
)
def read_listening(
    request: HttpRequest,
    slug: str,
    file: Annotated[UploadedFile, File()],
    first: date | None = None,
    last: date | None = None,
    dates: _Order = "",
) -> ReadInShape:
    """A CSV as a service's page for artists gives it, of at most 10 MB. `first` and `last`: the
    days of a table of songs; `dates`: how days are written, where the file does not show it.
    The same file twice changes nothing."""
    campaign = find_campaign(request, slug)
    if (first is None) != (last is None) or (first and last and last < first):
        raise Problem(422, "Name both days of the table, the first one first, or neither.")
    if (file.size or 0) > LARGEST:
        raise Problem(422, "That is larger than 10 MB: send an export as it was.")
    with transaction.atomic():
        found = _read(file, campaign=campaign, period=(first, last), order=dates)
        note(request, "listening read", subject=slug, detail=read_words(found))
    return ReadInShape(slug=slug, rows=found.rows, changed=found.changed, words=read_words(found))


def _read(
    file: UploadedFile,
    *,
    campaign: Campaign,
    period: tuple[date | None, date | None],
    order: str,
) -> ReadIn:
    first, last = period
    days = (first, last) if first and last else None
    try:
        table = read_table(file.read())
        export = read_export(table, subject=title_of(file.name or ""), period=days, order=order)
        return read_in(export, campaign=campaign, now=clock.now())
    except UnclearDays:
        raise Problem(422, _UNCLEAR) from None
    except NotUnderstood as unread:
        raise Problem(422, _BY_DAYS if unread.needs_days else str(unread)) from None
    except (BadTable, BadValue, NotOurs) as wrong:
        raise Problem(422, str(wrong)) from None


def _public(view: str, campaign: Campaign) -> str:
    return settings.BASE_URL + reverse(view, kwargs={"slug": campaign.slug})
