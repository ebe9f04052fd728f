"""`countin recount`. A door: it calls and prints."""

import json

import click

from countin.insights.rolling.keeping import keep_tallies
from countin.insights.rolling.rebuilding import Difference, find_differences, rebuild_tallies


@click.command("recount")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def recount(*, as_json: bool) -> None:
    """Count every row anew, and say which of the kept counts were wrong. Nothing has to stop
    meanwhile; on SQLite others wait for it, seconds for a million promises."""
    found = find_differences()
    if not keep_tallies():
        rebuild_tallies()
    if as_json:
        click.echo(json.dumps({"differences": [one._asdict() for one in found]}))
        return
    for one in found:
        click.echo(_words(one))
    click.echo(f"Counted anew. {len(found)} of the kept counts were wrong.")


COMMANDS: tuple[click.Command, ...] = (recount,)


def _words(one: Difference) -> str:
    return f"{one.kind} of {one.about}, {one.cell}: kept {one.kept}, counted {one.counted}"
