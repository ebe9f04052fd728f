"""A plan as text that reads at 80 columns: deadlines first, then the weeks in their order."""

from collections.abc import Iterable
from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from countin.planning.sources import SOURCES, Trust
from countin.planning.tasks import Weight
from countin.planning.timeline import SAYS, Entry, Standing, Timeline, notes_on

_SIGNS = {
    Standing.DONE: "✓",
    Standing.DROPPED: "–",
    Standing.LOST: "✗",
    Standing.LATE: "!",
    Standing.NOW: "›",
    Standing.AHEAD: "·",
    Standing.OVER: "–",
}
_LEGEND = "✓ done  › now  · ahead  ! late, can still be done  ✗ lost  – left out or over"
_LAST_DAY = "Each day is the last one on which a row is in time."


def print_plan(timeline: Timeline, *, title: str, console: Console) -> None:
    """The whole plan for people. `title` names the release; empty: it has no name yet."""
    console.print(_headline(timeline, title=title))
    console.print(Text(SAYS[0], style="dim"))
    _print_section("Deadlines, set by others", timeline.deadlines, timeline=timeline, to=console)
    rest = [entry for entry in timeline.entries if not entry.task.is_hard]
    late = [entry for entry in rest if entry.is_too_late]
    before = [entry for entry in rest if entry.task.due < 0 and not entry.is_too_late]
    after = [entry for entry in rest if entry.task.due >= 0 and not entry.is_too_late]
    _print_section("Already late, and what that costs", late, timeline=timeline, to=console)
    _print_section("Before the release", before, timeline=timeline, to=console)
    _print_section("The release, and after it", after, timeline=timeline, to=console)
    console.print(f"\n[bold]To know[/bold]\n  [dim]{_LEGEND}[/dim]")
    for note in (_LAST_DAY, *notes_on(timeline.planned), SAYS[1]):
        print_note(note, console=console)


def print_note(note: str, *, console: Console) -> None:
    """One more sentence below the plan."""
    console.print(Padding(Text(note), (0, 0, 0, 2)))


def _headline(timeline: Timeline, *, title: str) -> Text:
    planned = timeline.planned
    named = title or {"single": "a single", "ep": "an EP", "album": "an album"}[planned.kind]
    return Text.assemble(
        ("Release plan", "bold"),
        f" for {named}: {_long_day(planned.release_date)}, {_distance(timeline.days)}.",
    )


def _print_section(
    heading: str, entries: Iterable[Entry], *, timeline: Timeline, to: Console
) -> None:
    rows = list(entries)
    if not rows:
        return
    to.print(f"\n[bold]{heading}[/bold]")
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(width=11, no_wrap=True)
    table.add_column(ratio=1)
    for entry in rows:
        table.add_row(_SIGNS[entry.standing], _day(entry, timeline=timeline), _words(entry))
    to.print(Padding(table, (0, 0, 0, 2)))


def _words(entry: Entry) -> Text:
    words = Text.assemble((entry.task.title, "bold" if entry.task.is_hard else ""))
    words.append(f"  [{entry.task.name}]", style="dim")
    if owner := entry.progress.owner:
        words.append(f"\nWith {owner}.")
    if note := entry.progress.note:
        words.append(f"\nNote: {note}")
    if entry.standing in (Standing.DONE, Standing.DROPPED, Standing.OVER):
        return words
    words.append(f"\n{entry.cost or entry.task.why}", style="dim")
    if sources := _named_sources(entry):
        words.append(f"\n{sources}", style="dim italic")
    return words


def _named_sources(entry: Entry) -> str:
    """Who says so, shortly: addresses stand in the JSON document and in docs/planning.md."""
    if entry.task.weight is Weight.OURS:
        return ""
    found = [SOURCES[name] for name in entry.task.sources]
    is_opinion = all(source.trust is Trust.OPINION for source in found)
    names = dict.fromkeys(source.title.partition(",")[0] for source in found)
    return f"{'Opinion of' if is_opinion else 'From'}: {', '.join(names)}" if names else ""


def _day(entry: Entry, *, timeline: Timeline) -> str:
    year = timeline.planned.release_date.year
    day = entry.due_date
    return _short_day(day) if day.year == year else f"{day.day:>2} {day:%b} {day.year}"


def _short_day(day: date) -> str:
    return f"{day:%a} {day.day:>2} {day:%b}"


def _long_day(day: date) -> str:
    return f"{day:%A}, {day.day} {day:%B} {day.year}"


def _distance(days: int) -> str:
    if days == 0:
        return "today"
    many = f"{abs(days)} day{'' if abs(days) == 1 else 's'}"
    return f"in {many}" if days > 0 else f"{many} ago"
