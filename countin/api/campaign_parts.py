"""What a campaign is made of, part by part: its file as it stands, its day, its picture; and what a
pasted link or code is."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.files import UploadedFile

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign, workspace_of
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.shapes import NO_NUL, AppliedShape, Growing
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Wish
from countin.campaigns.applying import Applied, write_prepared
from countin.campaigns.codes import BadCode
from countin.campaigns.models import Campaign
from countin.campaigns.printing import applied_as_json, hit_as_json
from countin.campaigns.recognizing import look_up_pasted, recognize
from countin.campaigns.sending import prepare_sent
from countin.campaigns.spelling import spell_campaign, spell_moved

of_campaign = Router(tags=["campaigns"])
artwork = Router(tags=["campaigns"])
recordings = Router(tags=["campaigns"])
lookups = Router(tags=["campaigns"])
_OVER = "It has ended. Duplicate it for another date: POST …/copies"
_Recording = Literal["clip", "video", "captions"]
_RECORDINGS = ("clip", "video", "captions")
_Pasted = Annotated[str, Query(min_length=1, max_length=500, pattern=NO_NUL)]


class FileShape(Growing):
    """A campaign file as JSON: docs/running/campaign-file.md. Sent back, it changes nothing."""

    artist: dict[str, Any]
    release: dict[str, Any]
    slug: str


class DateWish(Wish):
    """The new day, from midnight wherever a fan is."""

    release_date: date


class HitShape(Growing):
    """A release at a service."""

    service: str
    id: str
    title: str
    artist: str


class LookupShape(Schema):
    """`key` and `value` go into a campaign's `release`; `unasked` says who could not be asked."""

    key: str
    value: str
    hits: list[HitShape]
    unasked: list[str]


@of_campaign.get(
    "/{slug}/file", auth=READ, response=answers(FileShape, 404), summary="Its file as it stands"
)
def show_file(request: HttpRequest, slug: str) -> HttpResponse:
    """Change what you like of it, and send it back by PUT."""
    return answer_whole(FileShape, spell_campaign(find_campaign(request, slug)))


@of_campaign.put(
    "/{slug}/date",
    auth=WRITE,
    response=answers(AppliedShape, 404, 409, 422),
    summary="Move the date",
)
@decorate_view(once)
def move_date(request: HttpRequest, slug: str, wish: DateWish) -> HttpResponse:
    """Pages, calendars, reminders and waves follow."""
    campaign = find_campaign(request, slug)
    if campaign.ended_at is not None:
        raise Problem(409, _OVER)
    return _send(request, campaign, document=spell_moved(campaign, day=wish.release_date))


@artwork.post(
    "/{slug}", auth=WRITE, response=answers(AppliedShape, 404, 422), summary="Its picture"
)
def send_artwork(
    request: HttpRequest,
    slug: str,
    picture: Annotated[UploadedFile, File()],
) -> HttpResponse:
    """JPEG, PNG or WebP of at most 12 MB. The page takes its colors from it; the same picture
    twice changes nothing."""
    campaign = find_campaign(request, slug)
    document = spell_campaign(campaign)
    return _send(request, campaign, document=document, files={"artwork": picture})


@artwork.delete(
    "/{slug}", auth=WRITE, response=answers(AppliedShape, 404, 422), summary="No picture"
)
def drop_artwork(request: HttpRequest, slug: str) -> HttpResponse:
    """The page draws one from the title again."""
    campaign = find_campaign(request, slug)
    return _send(request, campaign, document=spell_campaign(campaign), drops=("artwork",))


@recordings.post(
    "/{slug}",
    auth=WRITE,
    response=answers(AppliedShape, 404, 422),
    summary="Its clip, its video",
)
def send_recordings(
    request: HttpRequest,
    slug: str,
    clip: Annotated[UploadedFile | None, File()] = None,
    video: Annotated[UploadedFile | None, File()] = None,
    captions: Annotated[UploadedFile | None, File()] = None,
) -> HttpResponse:
    """Your own audio or video of at most 90 seconds, or captions of the video as WebVTT; 12 MB
    together, larger ones beside a campaign file. Encoded anew before the answer comes, which
    takes about as long as they last. The same twice changes nothing."""
    campaign = find_campaign(request, slug)
    given = {"clip": clip, "video": video, "captions": captions}
    sent = {key: file for key, file in given.items() if file is not None}
    if not sent:
        raise Problem(422, "Send a file: clip, video or captions.")
    return _send(request, campaign, document=spell_campaign(campaign), files=sent)


@recordings.delete(
    "/{slug}", auth=WRITE, response=answers(AppliedShape, 404, 422), summary="Without them"
)
def drop_recordings(
    request: HttpRequest, slug: str, kind: _Recording | None = None
) -> HttpResponse:
    """Takes all of them off the page, or the one of this kind; captions go with their video."""
    campaign = find_campaign(request, slug)
    return _send(
        request, campaign, document=spell_campaign(campaign), drops=(kind,) if kind else _RECORDINGS
    )


@lookups.get("", auth=WRITE, response=answers(LookupShape, 422), summary="What a link or code is")
def look_up(request: HttpRequest, given: _Pasted) -> LookupShape:
    """A link of a release, its UPC or ISRC: asks the services that can be asked now."""
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    try:
        pasted = recognize(given, id_forms=id_forms)
    except BadCode as bad:
        raise Problem(422, str(bad)) from None
    known = look_up_pasted(pasted, providers=settings.PROVIDERS, now=clock.now())
    hits = [{"service": one.provider, **hit_as_json(one.hit)} for one in known.sighted]
    return LookupShape(
        key=pasted.key,
        value=pasted.value,
        hits=[HitShape.model_validate(hit) for hit in hits],
        unasked=list(known.unasked),
    )


def _send(
    request: HttpRequest,
    campaign: Campaign,
    *,
    document: dict[str, Any],
    files: Mapping[str, UploadedFile] | None = None,
    drops: Collection[str] = (),
) -> HttpResponse:
    now = clock.now()
    prepared = prepare_sent(
        document,
        files={key: file.chunks() for key, file in (files or {}).items()},
        drops=drops,
        workspace=workspace_of(request),
        providers=settings.PROVIDERS,
        media_root=Path(settings.MEDIA_ROOT),
        now=now,
    )
    with transaction.atomic():
        applied = write_prepared(
            prepared,
            workspace=workspace_of(request),
            base_url=settings.BASE_URL,
            publish=False,
            now=now,
        )
        _note(request, applied, slug=campaign.slug)
    told = applied_as_json(applied, providers=settings.PROVIDERS, now=now)
    return answer_whole(AppliedShape, told)


def _note(request: HttpRequest, applied: Applied, *, slug: str) -> None:
    if applied.changed:
        note(request, "campaign changed", subject=slug, detail=", ".join(applied.changed))
