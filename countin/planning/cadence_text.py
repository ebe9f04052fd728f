"""A cadence as text that reads at 80 columns: one line of days, then what stands on it."""

from datetime import date

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from countin.planning.cadence import SAYS, Cadence, Place, suggest
from countin.planning.scales import Scale, make_scale

_WIDTH = 74
_MARKS = "123456789abcdefghijklmnopqrstuvwxyz"


def print_cadence(cadence: Cadence, *, name: str, console: Console) -> None:
    """The whole of it for people."""
    console.print(Text.assemble(("Cadence", "bold"), f" of {name}"))
    if not cadence.places:
        console.print("  No release yet. Date one once it has a job.")
        return
    for line in draw_line(cadence):
        console.print(Text(f"  {line}"))
    console.print("  [dim]━ new for followers  ▓ two at once  │ today[/dim]\n")
    console.print(Padding(_table(cadence), (0, 0, 0, 2)))
    console.print("\n[bold]A year, and what could be done[/bold]")
    print_row(_year(cadence), sign="·", console=console)
    for one in suggest(cadence):
        print_row(one.words, sign=_sign(one.about), console=console)
        if one.arithmetic:
            print_row(one.arithmetic, sign=" ", style="dim", console=console)
    console.print("\n[bold]To know[/bold]")
    for words in SAYS:
        print_row(words, sign="·", console=console)


def print_row(words: str, *, sign: str, console: Console, style: str = "") -> None:
    """One sentence beside its sign."""
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(ratio=1)
    table.add_row(sign, Text(words, style=style))
    console.print(Padding(table, (0, 0, 0, 2)))


def draw_line(cadence: Cadence) -> tuple[str, str]:
    """Months above, days below; 74 characters each at most."""
    scale = make_scale(cadence, width=_WIDTH - 1)
    days = ["─"] * _WIDTH
    for place in cadence.places:
        start = _column(place.release.release_date, scale=scale)
        for column in range(start, _column(place.window_ends, scale=scale)):
            days[column] = "▓" if days[column] in "━▓" else "━"
    days[_column(cadence.today, scale=scale)] = "│"
    for place in cadence.places:
        days[_column(place.release.release_date, scale=scale)] = _mark(place)
    return _months(scale), "".join(days)


def _months(scale: Scale) -> str:
    text = [" "] * _WIDTH
    free = 0
    for month in scale.months:
        name = f"{month:%b} {month.year}" if free == 0 or month.month == 1 else f"{month:%b}"
        column = _column(month, scale=scale)
        if column >= free and column + len(name) <= _WIDTH:
            text[column : column + len(name)] = name
            free = column + len(name) + 1
    return "".join(text).rstrip()


def _table(cadence: Cadence) -> Table:
    table = Table.grid(padding=(0, 1))
    table.add_column(width=1)
    table.add_column(width=11, no_wrap=True)
    table.add_column(ratio=1)
    for place in cadence.places:
        table.add_row(_mark(place), _day(place.release.release_date), _words(place))
    return table


def _words(place: Place) -> Text:
    release = place.release
    words = Text.assemble((release.title, "bold"), f" ({release.kind})" if release.kind else "")
    words.append("" if place.is_out else ", planned")
    if place.gap is not None:
        words.append(f", {place.gap} days after the one before", style="dim")
    if place.overlap:
        words.append(f"\nwithin the window of the one before for {place.overlap} days")
    words.append(f"\n{release.job}" if release.job else "", style="italic")
    return words


def _year(cadence: Cadence) -> str:
    past, planned = cadence.touch_points_past, cadence.touch_points_planned
    words = f"{past} out in the last 365 days, {planned} planned for the next."
    if (usual := cadence.usual_gap) is not None:
        words += f" Usual gap {usual:g} days, longest {max(cadence.gaps)}."
    return words


def _sign(about: int) -> str:
    return _MARKS[(about - 1) % len(_MARKS)] if about else "·"


def _mark(place: Place) -> str:
    return _sign(place.number)


def _day(day: date) -> str:
    return f"{day.day:>2} {day:%b} {day.year}"


def _column(day: date, *, scale: Scale) -> int:
    return round(scale.place(day))
