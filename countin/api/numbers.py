"""What a campaign's numbers are, and how its release day goes: the objects that the commands
print, computed by the same verbs."""

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign, workspace_of
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.shapes import (
    AlarmList,
    AlarmShape,
    CountsShape,
    RehearsalShape,
    ReportShape,
    WatchShape,
)
from countin.api.tokens import READ, WRITE
from countin.campaigns.states import CampaignState, met_state
from countin.insights.counts import count_campaign
from countin.insights.rehearsals import all_findings, rehearsal_as_json
from countin.insights.watch_text import watched_as_json
from countin.insights.watching import watch_campaign
from countin.insights.written import hand_out_report
from countin.release_day.models import Rehearsal
from countin.release_day.rehearsal.planning import ask_rehearsal
from countin.workspaces.controllers import may_publish
from countin.workspaces.models import Alarm

router = Router(tags=["numbers"])
alarms = Router(tags=["operations"])
_OUT_ALREADY = "It is coming out already: nothing is left to rehearse. See …/watch."
_IS_WRITTEN = (
    "So many rows are read by a worker. Ask again in a minute, or once no wave is under way."
)
_NEVER = "It was not rehearsed yet. Ask for it: POST to this address."


@router.get("/{slug}/counts", auth=READ, response=answers(CountsShape, 404), summary="Counts")
def show_counts(request: HttpRequest, slug: str) -> HttpResponse:
    """Every pre-save in exactly one state; follows, reminders and links apart."""
    counts = count_campaign(
        find_campaign(request, slug),
        providers=settings.PROVIDERS,
        base_url=settings.BASE_URL,
        now=clock.now(),
    )
    is_public = may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)
    state = met_state(CampaignState(counts["state"]), may_publish=is_public)
    return answer_whole(CountsShape, {**counts, "state": state.value})


@router.get("/{slug}/report", auth=READ, response=answers(ReportShape, 404, 409), summary="Report")
def show_report(request: HttpRequest, slug: str) -> HttpResponse:
    """Three sentences, every loss by its name, what can't be known. That of a large campaign is
    written by a worker: 409 until it is, then ten minutes of the same."""
    told = hand_out_report(
        find_campaign(request, slug),
        providers=settings.PROVIDERS,
        base_url=settings.BASE_URL,
        now=clock.now(),
    )
    if told is None:
        raise Problem(409, _IS_WRITTEN)
    return answer_whole(ReportShape, told.document)


@router.get("/{slug}/watch", auth=READ, response=answers(WatchShape, 404), summary="Release day")
def watch(request: HttpRequest, slug: str) -> HttpResponse:
    """Waves, pace, what is in the way."""
    campaign = find_campaign(request, slug)
    found = watch_campaign(campaign, providers=settings.PROVIDERS, now=clock.now())
    return answer_whole(WatchShape, watched_as_json(found, campaign=campaign))


@router.get(
    "/{slug}/rehearsals/latest",
    auth=READ,
    response=answers(RehearsalShape, 404),
    summary="The last rehearsal",
)
def show_rehearsal(request: HttpRequest, slug: str) -> HttpResponse:
    """With its findings; a worker may still be at it."""
    campaign = find_campaign(request, slug)
    last = Rehearsal.objects.filter(campaign=campaign).order_by("-pk").first()
    if last is None:
        raise Problem(404, _NEVER)
    last.campaign = campaign
    return _rehearsed(last)


@router.post(
    "/{slug}/rehearsals",
    auth=WRITE,
    response=answers(RehearsalShape, 404, 409, 422, status=202),
    summary="Rehearse",
)
@decorate_view(once)
def rehearse(request: HttpRequest, slug: str) -> HttpResponse:
    """Asks a worker for a dry run. Saves, follows and sends nothing."""
    campaign, now = find_campaign(request, slug), clock.now()
    if campaign.release.first_moment <= now:
        raise Problem(409, _OUT_ALREADY)
    with transaction.atomic():
        asked = ask_rehearsal(campaign, now=now)
        note(request, "rehearsal asked for", subject=slug)
    return _rehearsed(asked, status=202)


@alarms.get("", auth=READ, response=answers(AlarmList), summary="Open alarms")
def list_alarms(request: HttpRequest) -> AlarmList:
    """Of this workspace and of the whole installation, the newest first."""
    own = Alarm.objects.filter(workspace=workspace_of(request))
    of_all = Alarm.objects.filter(workspace=None)
    found = (own | of_all).filter(cleared_at__isnull=True).order_by("-raised_at", "-pk")
    return AlarmList(
        items=[
            AlarmShape(
                kind=alarm.kind,
                subject=alarm.subject,
                words=alarm.words,
                raised_at=alarm.raised_at.isoformat(),
            )
            for alarm in found[:200]
        ]
    )


def _rehearsed(rehearsal: Rehearsal, *, status: int = 200) -> HttpResponse:
    findings = all_findings(
        rehearsal, providers=settings.PROVIDERS, mail_is_set=settings.MAIL_IS_SET
    )
    told = rehearsal_as_json(rehearsal, findings=findings)
    return answer_whole(RehearsalShape, told, status=status)
