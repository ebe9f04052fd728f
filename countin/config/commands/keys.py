"""`countin keys rotate`. A door."""

import json
import sys
from typing import Any

import click
from django.conf import settings
from django.db import connection
from rich.progress import Progress

from countin import clock
from countin.config.keys import keys_dir, read_public_key, vault_keys_are_files
from countin.config.turning.following import FollowingOpener
from countin.config.turning.pages import tell_ring
from countin.config.turning.resealing import Pass, count_by_key
from countin.config.turning.turning import reseal_on, turn_keys
from countin.vault.keys import make_keypair

_BY_SETTINGS = (
    "The vault's keys come from the settings here, so this command can't change them. Get a new "
    "pair with: countin keys rotate --print. Then put the new private key in front of the old one "
    "in COUNTIN_VAULT_PRIVATE_KEY, parted by a blank, and start every worker again; only then "
    "put the new COUNTIN_VAULT_PUBLIC_KEY in place and start every web process again. "
    "`countin doctor` says when the old private key can be taken out."
)


@click.command("rotate")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--print", "prints", is_flag=True, help="Print a new pair, and change nothing.")
def rotate(*, as_json: bool, prints: bool) -> None:
    """Seal with a new vault key from now on, and seal everything anew under it. Stopped at any
    point, nothing is lost, and the worker does the rest."""
    if prints:
        _print_pair(as_json=as_json)
        return
    if not vault_keys_are_files(settings.VALUES):
        raise click.ClickException(_BY_SETTINGS)
    turned = turn_keys(keys_dir(settings.DATA_DIR), now=clock.now())
    opener = FollowingOpener(settings.VALUES, data_dir=settings.DATA_DIR)
    tell_ring(opener, now=clock.now())
    going = Pass()
    _go_through(going, opener=opener)
    told: dict[str, Any] = {
        "key": turned.now,
        "retired": turned.before,
        "resealed": sum(going.done.values()),
        "left": sum(rows for key, rows in count_by_key().items() if key != turned.now),
        "unopened": going.unopened,
    }
    click.echo(json.dumps(told) if as_json else _in_words(told))


def _go_through(going: Pass, *, opener: FollowingOpener) -> None:
    """A bar on a terminal, a line a few thousand rows elsewhere."""
    total = sum(rows for key, rows in count_by_key().items() if key != opener.current_id)
    is_terminal = sys.stderr.isatty()
    with Progress(disable=not is_terminal, transient=True) as progress:
        task = progress.add_task("sealed anew", total=total)
        while not going.is_over:
            before = sum(going.done.values())
            reseal_on(going, opener=opener, folder=keys_dir(settings.DATA_DIR), now=clock.now())
            after = sum(going.done.values())
            progress.update(task, completed=after)
            if not is_terminal and before // 5000 != after // 5000:
                click.echo(f"sealed anew: {after:,} of {total:,}", err=True)


def _in_words(told: dict[str, Any]) -> str:
    rest = f" {told['left']:,} are left for the worker." if told["left"] else ""
    return (
        f"Key {told['key']} seals from now on. Sealed anew: {told['resealed']:,}.{rest}\n"
        f"Key {told['retired']} only opens. Copy {keys_dir(settings.DATA_DIR)} "
        "to where you keep your keys; this one is destroyed once nothing is sealed under it."
        f"{_for_pages_elsewhere()}"
    )


def _for_pages_elsewhere() -> str:
    """They go on to seal under a key that is about to be destroyed, until somebody tells them."""
    if connection.vendor == "sqlite":
        return ""
    public = read_public_key(settings.VALUES, data_dir=settings.DATA_DIR).as_text()
    return (
        "\nWhere pages have the public key by their settings, put this one there now, and start "
        "them again. The old one is destroyed a day after the last page sealed under it.\n"
        f"COUNTIN_VAULT_PUBLIC_KEY={public}"
    )


def _print_pair(*, as_json: bool) -> None:
    private, public = make_keypair()
    pair = {
        "COUNTIN_VAULT_PRIVATE_KEY": private.as_text(),
        "COUNTIN_VAULT_PUBLIC_KEY": public.as_text(),
    }
    lines = [f"{name}={value}" for name, value in pair.items()]
    click.echo(json.dumps(pair) if as_json else "\n".join(lines))


COMMANDS = (rotate,)
