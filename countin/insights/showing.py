"""`countin campaign show` for people: the counts at 80 columns."""

from collections.abc import Iterable, Mapping
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from countin.campaigns.models import Release
from countin.providers.contract import Provider

_FIVE = ("promised", "saved", "needs_fan", "failed", "withdrawn")
_MOST_MARKETS = 8


def print_counts(
    counts: Mapping[str, Any],
    *,
    release: Release,
    providers: Mapping[str, Provider],
    console: Console,
) -> None:
    """The object of `show --json`, said in words and tables."""
    console.print(Text.assemble((counts["slug"], "bold"), f" – {counts['state']}"))
    console.print(Text(f"{release.title} – {release.artist.name}"))
    console.print(Text(counts["url"]), soft_wrap=True)
    modes = (f"{_name(name, providers)}: {mode}" for name, mode in counts["modes"].items())
    console.print(Text(" · ".join(modes)))
    _print_presaves(counts, providers=providers, console=console)
    _print_reasons(counts["reasons"], console=console)
    _print_beside(counts, providers=providers, console=console)
    if counts["waves"]:
        _print_waves(counts["waves"], providers=providers, console=console)


def _print_presaves(
    counts: Mapping[str, Any], *, providers: Mapping[str, Provider], console: Console
) -> None:
    table = _table(["Pre-saves", *(state.replace("_", " ") for state in _FIVE)])
    table.add_row("all", *_five(counts["presaves"]))
    for name, five in counts["by_provider"].items():
        table.add_row(Text(f"at {_name(name, providers)}"), *_five(five))
    for name, five in counts["by_channel"].items():
        label = "no channel" if name == "none" else f"by {name}"
        table.add_row(Text(label), *_five(five))
    console.print()
    console.print(table)


def _print_reasons(reasons: Mapping[str, int], *, console: Console) -> None:
    if reasons:
        text = " · ".join(f"{name} {many:,}" for name, many in reasons.items())
        console.print(Padding(Text(f"Reasons: {text}"), (1, 0, 0, 0), expand=False))


def _print_beside(
    counts: Mapping[str, Any], *, providers: Mapping[str, Provider], console: Console
) -> None:
    lines = [
        ("Follows", counts["follows"]),
        ("Standing", counts["standing"]),
        ("Reminders", counts["reminders"]),
        *(
            (f"  {_name(name, providers)}", five)
            for name, five in counts["reminders_by_provider"].items()
        ),
        ("Follow link", counts["follow_link"]),
        ("Native links", counts["native"]),
        ("Refused", {"by the service when connecting": counts["refused_by_service"]}),
    ]
    console.print("\nBeside the pre-saves, and never added to them")
    for label, numbers in lines:
        text = " · ".join(f"{name} {many:,}" for name, many in numbers.items())
        console.print(Padding(Text(f"{label:15} {text}"), (0, 0, 0, 2), expand=False))


def _print_waves(
    waves: Iterable[Mapping[str, Any]], *, providers: Mapping[str, Provider], console: Console
) -> None:
    table = _table(["Wave due at (UTC)", "total", "done"])
    table.add_column("service and markets", overflow="fold")
    for wave in waves:
        due_at = wave["due_at"][:16].replace("T", " ")
        where = f"{_name(wave['provider'], providers)}, {_markets(wave['markets'])}"
        table.add_row(due_at, f"{wave['total']:,}", f"{wave['done']:,}", Text(where))
    console.print()
    console.print(table)


def _markets(markets: list[str] | None) -> str:
    if markets is None:
        return "all markets"
    names = [market or "unknown market" for market in markets]
    more = len(names) - _MOST_MARKETS
    return " ".join(names) if more <= 0 else f"{' '.join(names[:_MOST_MARKETS])} and {more} more"


def _table(headings: list[str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column(headings[0], overflow="fold")
    for heading in headings[1:]:
        table.add_column(heading, justify="right")
    return table


def _five(numbers: Mapping[str, int]) -> list[str]:
    return [f"{numbers[state]:,}" for state in _FIVE]


def _name(provider: str, providers: Mapping[str, Provider]) -> str:
    return providers[provider].words.name if provider in providers else provider
