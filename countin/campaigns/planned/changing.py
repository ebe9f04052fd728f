"""Changes the plan of a campaign. Every change raises the version that calendars go by."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from countin.campaigns.models import Campaign, Plan, PlanNote, PlanTemplate
from countin.campaigns.planned.reading import kept_template
from countin.planning.templates import BadChange, Template, is_row, read_template

LONGEST_OWNER = 80
LONGEST_NOTE = 1000
LONGEST_JOB = 200
LONGEST_DISTRIBUTOR = 60


def begin_plan(campaign: Campaign, *, now: datetime) -> Plan:
    """The campaign's plan; made where there is none, as its artist's template says."""
    kept = kept_template(campaign)
    plan, _created = Plan.objects.get_or_create(
        campaign=campaign,
        defaults={
            "template": kept.contents if kept else Template().as_document(),
            "distributor": kept.distributor if kept else "",
            "created_at": now,
            "changed_at": now,
        },
    )
    return plan


def mark_done(plan: Plan, *, task: str, now: datetime) -> None:
    """The task is done. Saying so twice keeps the first moment. Raises BadChange for a task that
    the plan doesn't have."""
    note = _note(plan, task=task)
    if note.done_at is None:
        note.done_at = now
        note.save()
    note_change(plan, now=now)


def mark_open(plan: Plan, *, task: str, now: datetime) -> None:
    """The task is not done after all. Raises BadChange likewise."""
    note = _note(plan, task=task)
    note.done_at = None
    note.save()
    note_change(plan, now=now)


def give_owner(plan: Plan, *, task: str, owner: str, now: datetime) -> None:
    """Who does it; an empty name takes it back. Raises BadChange likewise, and for one too long."""
    note = _note(plan, task=task)
    note.owner = _fitting(owner, longest=LONGEST_OWNER, what="The name of an owner")
    note.save()
    note_change(plan, now=now)


def write_note(plan: Plan, *, task: str, text: str, now: datetime) -> None:
    """A note on a task; an empty one takes it back. Raises BadChange likewise."""
    note = _note(plan, task=task)
    note.note = _fitting(text, longest=LONGEST_NOTE, what="A note")
    note.save()
    note_change(plan, now=now)


def say_job(plan: Plan, *, job: str, now: datetime) -> None:
    """What the release is for. Raises BadChange for more than a sentence's length."""
    plan.job = _fitting(job, longest=LONGEST_JOB, what="What a release is for")
    plan.save(update_fields=["job"])
    note_change(plan, now=now)


def name_distributor(plan: Plan, *, distributor: str, now: datetime) -> None:
    """Who brings the release to the services. One that we don't know is kept as it is written."""
    plan.distributor = _fitting(distributor, longest=LONGEST_DISTRIBUTOR, what="A distributor")
    plan.save(update_fields=["distributor"])
    note_change(plan, now=now)


def change_rows(plan: Plan, *, change: Callable[[Template], Template], now: datetime) -> None:
    """Rows moved, left out, added. Raises BadChange, with nothing written, as `change` does."""
    with transaction.atomic():
        held = Plan.objects.select_for_update().get(pk=plan.pk)
        held.template = change(read_template(held.template)).as_document()
        held.save(update_fields=["template"])
    plan.template = held.template
    note_change(plan, now=now)


def keep_template(plan: Plan, *, now: datetime) -> PlanTemplate:
    """Coming campaigns of this artist begin with what this plan does otherwise. Names, notes and
    what is done stay with this one."""
    kept, _created = PlanTemplate.objects.update_or_create(
        artist=plan.campaign.release.artist,
        defaults={
            "contents": plan.template,
            "distributor": plan.distributor,
            "changed_at": now,
        },
    )
    return kept


def note_change(plan: Plan, *, now: datetime) -> None:
    """`changed_at` always moves on, also where two changes share a moment."""
    plan.changed_at = max(now, plan.changed_at + timedelta(microseconds=1))
    plan.save(update_fields=["changed_at"])


def _note(plan: Plan, *, task: str) -> PlanNote:
    if not is_row(task, template=read_template(plan.template)):
        raise BadChange(
            f"The plan has no task {task!r}. See its tasks: "
            f"countin campaign plan {plan.campaign.slug}"
        )
    note, _created = PlanNote.objects.get_or_create(plan=plan, task=task)
    return note


def _fitting(text: str, *, longest: int, what: str) -> str:
    text = " ".join(text.split())
    if len(text) > longest:
        raise BadChange(f"{what} takes at most {longest} characters. Say it shorter.")
    if not text.isprintable():
        raise BadChange(f"{what} is plain text. Leave out what can't be printed.")
    return text
