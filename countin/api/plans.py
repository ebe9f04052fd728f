"""A campaign's plan: what to do by when, who does it; and its calendar's private address."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema, Status
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once, once_secretly
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answer_whole, answers
from countin.api.shapes import Growing
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Wish, plain
from countin.campaigns.models import Campaign, Plan
from countin.campaigns.planned import changing
from countin.campaigns.planned.countries import BadCountry
from countin.campaigns.planned.feeds import close_feed, feed_address, open_feed
from countin.campaigns.planned.reading import read_plan
from countin.insights.abroad import hours_of_campaign
from countin.planning.plan_json import plan_as_json
from countin.planning.templates import (
    LONGEST_TITLE,
    BadChange,
    add_row,
    drop_row,
    move_row,
    restore_row,
)

router = Router(tags=["plan"])
_Countries = Annotated[list[str], Query(default_factory=list, max_length=40)]


class TaskWish(Wish):
    """What is said of a task; null stays as it is, an empty text takes it back. A day that others
    set is not moved."""

    done: bool | None = None
    dropped: bool | None = None
    day: date | None = None
    owner: Annotated[str, plain(longest=changing.LONGEST_OWNER)] | None = None
    note: Annotated[str, plain(longest=changing.LONGEST_NOTE)] | None = None


class NewTaskWish(Wish):
    """A row of one's own."""

    day: date
    title: Annotated[str, plain(longest=LONGEST_TITLE, least=1)]


class AboutWish(Wish):
    """What the plan hangs on besides the date; null stays as it is."""

    job: Annotated[str, plain(longest=changing.LONGEST_JOB)] | None = None
    distributor: Annotated[str, plain(longest=changing.LONGEST_DISTRIBUTOR)] | None = None


class TaskShape(Growing):
    """A task, and where it stands."""

    task: str
    title: str
    hard: bool
    from_date: str
    due_date: str
    days_left: int
    standing: Literal["done", "dropped", "lost", "late", "now", "ahead", "over"]
    cost: str | None
    owner: str | None
    note: str | None


class MomentShape(Growing):
    """A country that matters: when the release day begins there, and when it is nine."""

    country: str
    at: str
    morning_at: str


class PlanShape(Growing):
    """The object of `countin plan --json`. Days, and the hours in words, are the installation's;
    `moments` are in UTC, by countries in the order of their midnights."""

    release_date: str
    today: str
    days: int
    too_late: list[str]
    tasks: list[TaskShape]
    moments: list[MomentShape]
    notes: list[str]


class FeedShape(Schema):
    """Where calendars subscribe; it is not shown again."""

    address: str


@router.get("/{slug}/plan", auth=READ, response=answers(PlanShape, 404, 422), summary="The plan")
def show_plan(request: HttpRequest, slug: str, country: _Countries) -> HttpResponse:
    """Every task with its day, what is too late, and what that costs. `country`, by two letters and
    as often as you like, says whose midnight to tell; without it, of those where fans are."""
    return _answer(find_campaign(request, slug), countries=country)


@router.put(
    "/{slug}/plan/tasks/{task}",
    auth=WRITE,
    response=answers(PlanShape, 404, 409, 422),
    summary="A task",
)
@decorate_view(once)
def change_task(request: HttpRequest, slug: str, task: str, wish: TaskWish) -> HttpResponse:
    """Done or not, wanted or not, on which day, by whom, a note."""
    return _changed(
        request, slug, change=lambda plan: _change(plan, task=task, wish=wish), detail=task
    )


@router.post(
    "/{slug}/plan/tasks",
    auth=WRITE,
    response=answers(PlanShape, 404, 409, 422),
    summary="A task of one's own",
)
@decorate_view(once)
def add_task(request: HttpRequest, slug: str, wish: NewTaskWish) -> HttpResponse:
    """A row besides those of every plan."""

    def add(plan: Plan) -> None:
        days = _days(plan, day=wish.day)
        changing.change_rows(
            plan,
            change=lambda rows: add_row(rows, days=days, title=wish.title.strip()),
            now=clock.now(),
        )

    return _changed(request, slug, change=add, detail="")


@router.put(
    "/{slug}/plan", auth=WRITE, response=answers(PlanShape, 404, 409, 422), summary="About it"
)
@decorate_view(once)
def change_about(request: HttpRequest, slug: str, wish: AboutWish) -> HttpResponse:
    """What the release is for, and who delivers it, which decides when it is too late."""

    def change(plan: Plan) -> None:
        if wish.job is not None:
            changing.say_job(plan, job=wish.job.strip(), now=clock.now())
        if wish.distributor is not None:
            changing.name_distributor(plan, distributor=wish.distributor.strip(), now=clock.now())

    return _changed(request, slug, change=change, detail="")


@router.post(
    "/{slug}/plan/template",
    auth=WRITE,
    response=answers(PlanShape, 404, 409, 422),
    summary="Keep it for the next",
)
@decorate_view(once)
def keep_template(request: HttpRequest, slug: str) -> HttpResponse:
    """Coming campaigns of this artist begin with this plan's days, rows and distributor."""
    return _changed(
        request, slug, change=lambda plan: changing.keep_template(plan, now=clock.now()), detail=""
    )


@router.post(
    "/{slug}/plan/feed",
    auth=WRITE,
    response=answers(FeedShape, 404, 409, 422, status=201),
    summary="Open its calendar",
)
@decorate_view(once_secretly("address"))
def open_calendar(request: HttpRequest, slug: str) -> Status[FeedShape]:
    """A new private address; an older one opens nothing any more."""
    campaign, now = find_campaign(request, slug), clock.now()
    with transaction.atomic():
        key = open_feed(changing.begin_plan(campaign, now=now), now=now)
        note(request, "calendar opened", subject=slug)
    return Status(201, FeedShape(address=feed_address(key, base_url=settings.BASE_URL)))


@router.delete(
    "/{slug}/plan/feed",
    auth=WRITE,
    response=answers(None, 404, status=204),
    summary="Close its calendar",
)
def close_calendar(request: HttpRequest, slug: str) -> Status[None]:
    """The address opens nothing any more."""
    campaign = find_campaign(request, slug)
    with transaction.atomic():
        if close_feed(changing.begin_plan(campaign, now=clock.now())):
            note(request, "calendar closed", subject=slug)
    return Status(204, None)


def _changed(
    request: HttpRequest, slug: str, *, change: Callable[[Plan], object], detail: str
) -> HttpResponse:
    """In one transaction with its entry in the log."""
    campaign = find_campaign(request, slug)
    try:
        with transaction.atomic():
            change(changing.begin_plan(campaign, now=clock.now()))
            note(request, "plan changed", subject=slug, detail=detail[:80])
    except BadChange as bad:
        raise Problem(422, f"{bad} Nothing was changed.") from None
    return _answer(campaign)


def _change(plan: Plan, *, task: str, wish: TaskWish) -> None:
    now = clock.now()
    if wish.dropped is not None:
        turn = drop_row if wish.dropped else restore_row
        changing.change_rows(plan, change=lambda rows: turn(rows, name=task), now=now)
    if wish.day is not None:
        _move(plan, task=task, day=wish.day)
    if wish.done is not None:
        verb = changing.mark_done if wish.done else changing.mark_open
        verb(plan, task=task, now=now)
    if wish.owner is not None:
        changing.give_owner(plan, task=task, owner=wish.owner.strip(), now=now)
    if wish.note is not None:
        changing.write_note(plan, task=task, text=wish.note.strip(), now=now)


def _move(plan: Plan, *, task: str, day: date) -> None:
    """A deadline that somebody else set is refused."""
    days = _days(plan, day=day)
    changing.change_rows(
        plan, change=lambda rows: move_row(rows, name=task, days=days), now=clock.now()
    )


def _days(plan: Plan, *, day: date) -> int:
    """From the release date; negative before it."""
    return (day - plan.campaign.release.release_date).days


def _answer(campaign: Campaign, *, countries: Iterable[str] = ()) -> HttpResponse:
    try:
        abroad = hours_of_campaign(campaign, given=countries)
    except BadCountry as bad:
        raise Problem(422, str(bad)) from None
    timeline = read_plan(campaign, today=clock.now().astimezone().date(), abroad=abroad)
    told: dict[str, Any] = plan_as_json(timeline)
    return answer_whole(PlanShape, told)
