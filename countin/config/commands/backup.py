"""`countin backup`, `countin restore`, `countin standstill`. Doors."""

import json
import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import DatabaseError
from rich.console import Console

from countin import clock
from countin.campaigns.models import Campaign
from countin.config import keys, tables
from countin.config.backups.archive import (
    DATABASE,
    MEDIA,
    BadBackup,
    Manifest,
    unpack_archive,
    write_archive,
)
from countin.config.backups.dumping import NotDumped, dump_database, kind_of_database
from countin.config.backups.loading import load_database
from countin.config.backups.workplace import workplace
from countin.config.journal.bringing_back import begin_bringing_back, bring_back
from countin.config.turning.ledger import read_ledger, when_destroyed
from countin.config.turning.pages import tell_ring_here
from countin.config.turning.resealing import count_by_key
from countin.config.worker import WorkerAlreadyRuns, lock_data_dir
from countin.insights.watching import watch_campaign
from countin.messaging.resending import count_queued
from countin.workspaces.standstill import end_standstill, stands_still_since

_HOW_TO_GO_ON = "Look at it with: countin standstill. Let it go on with: countin standstill --end"

_QUEUED = {
    "confirm": "confirmations",
    "release": "release mails (of the reminders above)",
    "renewal": "mails about a permission that ends",
    "reconnect": "mails that ask to connect again",
    "in_a_week": "mails that ask to connect again, a week before",
    "tomorrow": "mails that ask to connect again, a day before",
    "push": "notifications to browsers",
    "operator": "calls to you",
}


@click.command("backup")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
def backup(path: Path) -> None:
    """Write database and media to one file, while everything goes on. Keys are not in it."""
    if not path.parent.is_dir():
        raise click.ClickException(f"There is no folder {path.parent}. Make it, or name another.")
    console = Console(stderr=True, highlight=False)
    with (
        workplace(path.parent, data_dir=settings.DATA_DIR) as folder,
        console.status("") as status,
    ):
        database, began_at = folder / DATABASE, clock.now()
        try:
            sealed_under = count_by_key()
            status.update("database")
            dump_database(database)
            manifest = Manifest.of(
                database, kind=kind_of_database(), now=began_at, keys=sealed_under
            )
            write_archive(
                path,
                manifest=manifest,
                database=database,
                media=settings.MEDIA_ROOT,
                shows=status.update,
            )
        except FileExistsError:
            raise click.ClickException(
                f"{path} is there already, and a backup overwrites nothing. Give another name."
            ) from None
        except NotDumped as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Written to {path} ({path.stat().st_size:,} bytes).")
    click.echo(
        f"It holds no key. Keep {settings.DATA_DIR / 'keys'} and your settings in another place: "
        "without them no open promise can be kept, and whoever has both can act for your fans."
    )


@click.command("restore")
@click.argument("path", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--without-permissions", is_flag=True, help="Also where keys of it are missing here.")
def restore(path: Path, *, without_permissions: bool) -> None:
    """Put a backup into an empty installation. It stands still until you let it go on."""
    _refuse_unless_empty()
    console = Console(stderr=True, highlight=False)
    with workplace(settings.DATA_DIR, data_dir=settings.DATA_DIR) as folder:
        try:
            with console.status("unpacking") as status:
                manifest = unpack_archive(path, into=folder, shows=status.update)
                _refuse_other_kind(manifest)
                if not without_permissions:
                    _refuse_other_keys(manifest)
                status.update("media")
                _put_media(folder / MEDIA)
                status.update("database")
                begin_bringing_back(_keys_dir(), made_at=manifest.made_at, now=clock.now())
                load_database(
                    folder / DATABASE,
                    because=f"restored from {manifest.made_at}",
                    now=clock.now(),
                )
                tables.make_tables()
                status.update("journal")
                brought = bring_back(_keys_dir(), now=clock.now())
                tell_ring_here(now=clock.now())
        except (BadBackup, NotDumped) as error:
            raise click.ClickException(str(error)) from None
    click.echo(f"Restored as of {manifest.made_at}. Nothing is saved or sent: it stands still.")
    if not without_permissions:
        click.echo("The keys here open every permission that is in it.")
    click.echo(_in_words(brought))
    click.echo(_HOW_TO_GO_ON)


@click.command("standstill")
@click.option("--end", is_flag=True, help="Let saving and sending go on.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def standstill(*, end: bool, as_json: bool) -> None:
    """What a restored installation would do, and the word that lets it."""
    since = stands_still_since()
    if as_json and not end:
        told = {
            "since": since and f"{since:%Y-%m-%dT%H:%M:%SZ}",
            "campaigns": _would_do(),
            "queued": count_queued(),
        }
        click.echo(json.dumps(told, indent=2))
        return
    if since is None:
        click.echo("Nothing stands still: promises are kept and mails are sent.")
        return
    if end:
        # Once more: it may have been cut short, or a newer journal was put beside the keys.
        bring_back(_keys_dir(), now=clock.now())
        tell_ring_here(now=clock.now())
        end_standstill()
        click.echo("It goes on: the worker begins within seconds.")
        return
    click.echo(f"Standing still since {since:%Y-%m-%d %H:%M} UTC. If it went on now:")
    for row in _would_do():
        click.echo(
            f"  {row['slug']}: {row['due']:,} of {row['promised']:,} promises are due, "
            f"{row['reminders']:,} reminders are still to be sent"
        )
    queued = ", ".join(f"{rows:,} {_QUEUED[what]}" for what, rows in count_queued().items())
    click.echo(f"Waiting in the queue already: {queued or 'nothing'}.")
    click.echo("Let it go on with: countin standstill --end")


def _in_words(brought: Mapping[str, int]) -> str:
    told = ", ".join(f"{rows:,} {what.replace('_', ' ')}" for what, rows in brought.items())
    return (
        f"Brought back from the journal beside the keys: {told or 'nothing'}. What came after its "
        "last line is not here: erase again whom you erased since (countin fans erase)."
    )


def _keys_dir() -> Path:
    return keys.keys_dir(settings.DATA_DIR)


def _would_do() -> list[dict[str, Any]]:
    """A campaign each; docs/numbers.md defines the three under `watch` and `presaves`."""
    rows = []
    for campaign in Campaign.objects.with_release().order_by("slug"):
        found = watch_campaign(campaign, providers=settings.PROVIDERS, now=clock.now())
        rows.append(
            {
                "slug": campaign.slug,
                "promised": found.presaves["promised"],
                "due": found.due,
                "reminders": found.reminders["left"],
            }
        )
    return rows


def _refuse_unless_empty() -> None:
    try:
        place = lock_data_dir(settings.DATA_DIR)
    except WorkerAlreadyRuns:
        raise click.ClickException(
            "A worker runs here. Stop countin serve first, then restore."
        ) from None
    place.close()
    with suppress(DatabaseError):  # no tables yet
        if Campaign.objects.exists():
            raise click.ClickException(
                "There are campaigns here, and restoring overwrites nothing. Set COUNTIN_DATA_DIR "
                "to an empty folder (and DATABASE_URL to an empty database), copy the folder "
                "`keys` into it, and restore there."
            )


def _refuse_other_kind(manifest: Manifest) -> None:
    if manifest.kind != kind_of_database():
        raise BadBackup(
            f"The backup is of {manifest.kind}, and this installation uses {kind_of_database()}. "
            "Restore into the same kind: set or unset DATABASE_URL."
        )


def _refuse_other_keys(manifest: Manifest) -> None:
    """Whether what is sealed in the backup opens here, before anything is put in place."""
    ring = keys.read_key_ring(settings.VALUES, data_dir=settings.DATA_DIR)
    lives = read_ledger(_keys_dir())
    here = {key.id for key in ring}
    missing = {key: rows for key, rows in manifest.keys.items() if key not in here}
    if missing:
        named = ", ".join(f"{key}{when_destroyed(lives.get(key))}" for key in sorted(missing))
        raise BadBackup(
            f"{sum(missing.values()):,} permissions in this backup can't be opened: their key is "
            f"not here: {named}. Copy the folder `keys` that belongs to the backup to "
            f"{settings.DATA_DIR}, or restore all the rest with --without-permissions: then "
            "nothing is saved for these fans until they connect again."
        )


def _put_media(unpacked: Path) -> None:
    if unpacked.is_dir():
        shutil.copytree(unpacked, settings.MEDIA_ROOT, dirs_exist_ok=True)


COMMANDS = (backup, restore, standstill)
