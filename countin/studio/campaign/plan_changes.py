"""What an organizer changes in a plan: a task's state, owner, note and day; rows of their own; what
is kept for the next plans."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from countin.campaigns.models import Plan
from countin.campaigns.planned import changing
from countin.campaigns.planned.reading import read_plan
from countin.planning.templates import BadChange, add_row, drop_row, move_row, restore_row

KEPT: Final = "Coming campaigns of this artist begin with this plan's days, rows and distributor."


def change_plan(plan: Plan, *, press: str, given: Mapping[str, str], now: datetime) -> str:
    """One press on the plan's page. Returns what to say, if anything. Raises BadChange."""
    task = given.get("task", "")
    if press == "done":
        changing.mark_done(plan, task=task, now=now)
    elif press == "open":
        changing.mark_open(plan, task=task, now=now)
    elif press == "drop":
        changing.change_rows(plan, change=lambda rows: drop_row(rows, name=task), now=now)
    elif press == "restore":
        changing.change_rows(plan, change=lambda rows: restore_row(rows, name=task), now=now)
    elif press in ("keep", ""):
        _keep_task(plan, task=task, given=given, now=now)
    else:
        return _change_all(plan, press=press, given=given, now=now)
    return ""


def _change_all(plan: Plan, *, press: str, given: Mapping[str, str], now: datetime) -> str:
    if press == "add":
        days, title = _days(plan, given=given), given.get("title", "")
        changing.change_rows(
            plan, change=lambda rows: add_row(rows, days=days, title=title), now=now
        )
        return ""
    if press == "about":
        changing.say_job(plan, job=given.get("job", ""), now=now)
        changing.name_distributor(plan, distributor=given.get("distributor", ""), now=now)
        return "Kept."
    if press == "template":
        changing.keep_template(plan, now=now)
        return KEPT
    raise BadChange("Nothing of that name can be pressed here.")


def _keep_task(plan: Plan, *, task: str, given: Mapping[str, str], now: datetime) -> None:
    """Its day is moved only where another was given."""
    changing.give_owner(plan, task=task, owner=given.get("owner", ""), now=now)
    changing.write_note(plan, task=task, text=given.get("note", ""), now=now)
    entries = {one.task.name: one for one in read_plan(plan.campaign, today=now.date()).entries}
    entry = entries.get(task)
    if not given.get("day") or entry is None or entry.task.is_hard:
        return
    days = _days(plan, given=given)
    if days != entry.task.due:
        changing.change_rows(
            plan, change=lambda rows: move_row(rows, name=task, days=days), now=now
        )


def _days(plan: Plan, *, given: Mapping[str, str]) -> int:
    """From the release date; negative before it."""
    try:
        day = date.fromisoformat(given.get("day", ""))
    except ValueError:
        raise BadChange("Give a day.") from None
    return (day - plan.campaign.release.release_date).days
