"""Campaigns: listing, sending, pausing; their links."""

from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router, Status
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign, workspace_of
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, Cursor, Limit, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.shapes import (
    AppliedShape,
    CampaignPage,
    CampaignShape,
    CopyWish,
    StandingShape,
)
from countin.api.tokens import READ, WRITE
from countin.campaigns.applying import Applied, prepare_sketch, write_prepared
from countin.campaigns.course.duplicating import duplicate_campaign
from countin.campaigns.course.ending import (
    StillRunning,
    archive_campaign,
    end_campaign,
    unarchive_campaign,
)
from countin.campaigns.documents import parse_document
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.models import Campaign
from countin.campaigns.pausing import pause_campaign, resume_campaign
from countin.campaigns.printing import applied_as_json, list_as_json
from countin.campaigns.reading import sketch_document
from countin.campaigns.states import met_state, standing_state
from countin.workspaces.controllers import may_publish

router = Router(tags=["campaigns"])
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object"}}},
        "description": "A campaign file as JSON: docs/running/campaign-file.md. What lies beside "
        "a file (artwork, clip, video, captions) is left out and stays as it is.",
    }
}


@router.get("", auth=READ, response=answers(CampaignPage, 422), summary="List campaigns")
def list_campaigns(
    request: HttpRequest,
    cursor: Cursor = "",
    limit: Limit = 50,
    archived: bool = False,  # noqa: FBT001  # the framework passes by name
) -> CampaignPage:
    """The newest first; those in the archive where `archived` is true."""
    _kind, before = read_cursor(cursor, kinds="c") if cursor else ("c", MOST_ROWS)
    own = Campaign.objects.with_release().filter(
        workspace=workspace_of(request), archived_at__isnull=not archived
    )
    found = list(own.filter(pk__lt=before).order_by("-pk")[: limit + 1])
    has_more = len(found) > limit
    return CampaignPage(
        items=_listed(found[:limit]),
        next=write_cursor("c", found[limit - 1].pk) if has_more else None,
    )


@router.get("/{slug}", auth=READ, response=answers(CampaignShape, 404), summary="One campaign")
def show_campaign(request: HttpRequest, slug: str) -> CampaignShape:
    """As in the list."""
    return _listed([find_campaign(request, slug)])[0]


@router.put(
    "/{slug}",
    auth=WRITE,
    response=answers(AppliedShape, 409, 422),
    openapi_extra=_BODY,
    summary="Create or update a campaign",
)
@decorate_view(once)
def send_campaign(
    request: HttpRequest,
    slug: str,
    draft: bool = False,  # noqa: FBT001  # the framework passes by name
) -> HttpResponse:
    """The same twice changes nothing; what is wrong with it is refused whole, each finding with
    its mend. With `draft` a new page is not public yet; one that is public stays so."""
    now = clock.now()
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    sketch = sketch_document(parse_document(request.body), id_forms=id_forms, folder=None)
    if sketch.slug and sketch.slug != slug:
        what = f"The address says `{slug}`, the campaign `{sketch.slug}`."
        raise BadCampaignFile([Finding(None, what, "Write the same slug in both places.")])
    workspace, root = workspace_of(request), Path(settings.MEDIA_ROOT)
    prepared = prepare_sketch(
        sketch, workspace=workspace, providers=settings.PROVIDERS, media_root=root, now=now
    )
    with transaction.atomic():
        applied = write_prepared(
            prepared,
            workspace=workspace,
            base_url=settings.BASE_URL,
            publish=_is_public() and not draft,
            now=now,
        )
        _note(request, applied)
    told = applied_as_json(applied, providers=settings.PROVIDERS, now=now)
    return answer_whole(AppliedShape, told)


@router.post(
    "/{slug}/pause", auth=WRITE, response=answers(StandingShape, 404, 409, 422), summary="Pause"
)
@decorate_view(once)
def pause(request: HttpRequest, slug: str) -> StandingShape:
    """Its page takes nothing more, and no pre-save is made, until it is resumed."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        if pause_campaign(campaign, now=clock.now()):
            note(request, "campaign paused", subject=slug)
    return _standing(campaign)


@router.post(
    "/{slug}/resume", auth=WRITE, response=answers(StandingShape, 404, 409, 422), summary="Resume"
)
@decorate_view(once)
def resume(request: HttpRequest, slug: str) -> StandingShape:
    """Pre-saves that fell due meanwhile are made now."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        if resume_campaign(campaign, now=clock.now()):
            note(request, "campaign resumed", subject=slug)
    return _standing(campaign)


@router.post(
    "/{slug}/copies",
    auth=WRITE,
    response=answers(CampaignShape, 404, 409, 422, status=201),
    summary="Duplicate",
)
@decorate_view(once)
def duplicate(request: HttpRequest, slug: str, wish: CopyWish) -> Status[CampaignShape]:
    """A new draft with its artist, channels, asks and picture. No fan, no number and no code comes
    along."""
    campaign = find_campaign(request, slug)
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    with transaction.atomic():
        made = duplicate_campaign(
            campaign,
            slug=wish.slug,
            title=wish.title or campaign.release.title,
            day=wish.release_date,
            id_forms=id_forms,
            media_root=Path(settings.MEDIA_ROOT),
            now=clock.now(),
        )
        note(request, "campaign created", subject=made.slug, detail=f"copy of {slug}")
    return Status(201, _listed([made])[0])


@router.post(
    "/{slug}/end", auth=WRITE, response=answers(StandingShape, 404, 409, 422), summary="End"
)
@decorate_view(once)
def end(request: HttpRequest, slug: str) -> StandingShape:
    """For good: its page says so, and what was promised and not kept yet fails as `ended`."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        if end_campaign(campaign, now=clock.now()):
            note(request, "campaign ended", subject=slug)
    if campaign.published_at is None:
        raise Problem(409, "It is a draft: nothing was promised. Archive it instead.")
    return _standing(campaign)


@router.post(
    "/{slug}/archive", auth=WRITE, response=answers(StandingShape, 404, 409, 422), summary="Archive"
)
@decorate_view(once)
def archive(request: HttpRequest, slug: str) -> StandingShape:
    """Out of the list; its numbers stay. Only drafts and campaigns that are over."""
    campaign = find_campaign(request, slug)
    try:
        with transaction.atomic():
            if archive_campaign(campaign, now=clock.now()):
                note(request, "campaign archived", subject=slug)
    except StillRunning as running:
        raise Problem(409, str(running)) from None
    return _standing(campaign)


@router.post(
    "/{slug}/unarchive",
    auth=WRITE,
    response=answers(StandingShape, 404, 409, 422),
    summary="Out of the archive",
)
@decorate_view(once)
def unarchive(request: HttpRequest, slug: str) -> StandingShape:
    """In the list again."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        if unarchive_campaign(campaign, now=clock.now()):
            note(request, "campaign unarchived", subject=slug)
    return _standing(campaign)


def _note(request: HttpRequest, applied: Applied) -> None:
    slug = applied.campaign.slug
    if applied.created:
        note(request, "campaign created", subject=slug)
    elif applied.changed:
        note(request, "campaign changed", subject=slug, detail=", ".join(applied.changed))


def _listed(campaigns: list[Campaign]) -> list[CampaignShape]:
    told = list_as_json(
        campaigns, base_url=settings.BASE_URL, may_publish=_is_public(), now=clock.now()
    )
    return [CampaignShape(**one) for one in told]


def _standing(campaign: Campaign) -> StandingShape:
    state = met_state(standing_state(campaign, now=clock.now()), may_publish=_is_public())
    return StandingShape(slug=campaign.slug, state=state.value)


def _is_public() -> bool:
    return may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)
