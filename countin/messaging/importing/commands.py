"""`countin fans import`. A door: reads the clock, calls, prints."""

import json
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.progress import Progress

from countin import clock
from countin.campaigns.models import Artist
from countin.messaging.importing.applying import Imported, Proof, import_list, put_on_list
from countin.messaging.importing.judging import WORDS
from countin.messaging.importing.reading import BadList, Line, read_list

_MOST_LINES = 20  # named one by one; --json names them all


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--artist", "handle", required=True, help="Whose list: the handle of their page.")
@click.option("--words", required=True, help="The exact words that everybody in it agreed to.")
@click.option("--source", required=True, help="Where the file is from, as Mailchimp, 20 Nov 2026.")
@click.option("--language", default="en", show_default=True, help="The language of the words.")
@click.option("--email-column", default="", help="The heading of the addresses.")
@click.option("--agreed-column", default="", help="The heading of when they agreed.")
@click.option("--confirmed-column", default="", help="The heading of when they confirmed.")
@click.option("--dry-run", is_flag=True, help="Judge every line and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def import_fans(
    file: Path,
    *,
    handle: str,
    words: str,
    source: str,
    language: str,
    email_column: str,
    agreed_column: str,
    confirmed_column: str,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put the people of FILE (CSV) on an artist's e-mail list, with the proof that they agreed.

    Only whose mailbox was confirmed before, by a moment in the file, is put on it; whoever left
    the list before is not. Nobody is written to. The same file twice changes nothing.
    """
    now, artist = clock.now(), _find(handle)
    proof = Proof(_plain(words, longest=5000), _plain(source, longest=200), language[:10])
    named = {"email": email_column, "agreed": agreed_column, "confirmed": confirmed_column}
    write = partial(put_on_list, artist=artist, proof=proof, now=now)
    try:
        lines = _watched(list(read_list(file, named=named)))
        done = import_list(artist, lines=lines, now=now, write=_nothing if dry_run else write)
    except BadList as bad:
        raise click.ClickException(str(bad)) from None
    if as_json:
        click.echo(json.dumps(_document(done, artist=artist, dry_run=dry_run), indent=2))
    else:
        _print(done, artist=artist, dry_run=dry_run)


COMMANDS: tuple[click.Command, ...] = (import_fans,)


def _watched(lines: Sequence[Line]) -> Iterator[Line]:
    """A bar on a terminal."""
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
        yield from bar.track(lines, description="lines")


def _nothing(_lines: Sequence[Line]) -> None:
    """A dry run."""


def _plain(text: str, *, longest: int) -> str:
    text = " ".join(text.split())
    if not text or len(text) > longest:
        raise click.UsageError(f"Give words and source, of at most {longest} characters here.")
    return text


def _document(done: Imported, *, artist: Artist, dry_run: bool) -> dict[str, object]:
    return {
        "artist": artist.handle,
        "dry_run": dry_run,
        "put_on": done.put_on,
        "left_out": {reason.value: count for reason, count in sorted(done.left_out.items())},
        "lines": [{"line": number, "reason": reason.value} for number, reason in done.lines],
    }


def _print(done: Imported, *, artist: Artist, dry_run: bool) -> None:
    would = "would be put" if dry_run else "were put"
    click.echo(f"{done.put_on:,} {would} on the list of {artist.name}.")
    for reason, count in done.left_out.most_common():
        numbers = [str(number) for number, why in done.lines if why == reason]
        more = "" if len(numbers) <= _MOST_LINES else ", … (--json names all)"
        click.echo(
            f"{count:,} left out: {WORDS[reason]}. Lines {', '.join(numbers[:_MOST_LINES])}{more}"
        )


def _find(handle: str) -> Artist:
    artist = Artist.objects.filter(handle=handle.removeprefix("@")).order_by("pk").first()
    if artist is None:
        raise click.ClickException(
            f"There is no artist {handle!r}. See who is there: countin artist list"
        )
    return artist
