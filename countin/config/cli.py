"""The `countin` command. Every room's own commands are hung in here."""

import importlib
import os
import sys
from typing import NoReturn

import click
import django
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError

from countin.config.environment import BadSetting
from countin.config.logs import redact

# Where each command lives, by its path; imported only when it is asked for, because the
# rooms need Django's settings, and `--help` should not.
_COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "": {
        "init": ("countin.config.commands.init", "Ask what you have, and write countin.toml."),
        "demo": ("countin.config.commands.demo", "Play a whole campaign against stand-ins."),
        "serve": ("countin.config.commands.serve", "Run web and worker: all one machine needs."),
        "web": ("countin.config.commands.web", "Run the pages alone."),
        "worker": ("countin.config.commands.worker", "Run the worker alone."),
        "plan": ("countin.config.commands.plan", "A release plan, with what is too late."),
        "doctor": ("countin.config.commands.doctor", "Is this fit for its next release day?"),
        "backup": ("countin.config.commands.backup", "Database and media into one file."),
        "restore": ("countin.config.commands.backup", "A backup into an empty installation."),
        "standstill": ("countin.config.commands.backup", "What a restored one waits to do."),
        "recount": ("countin.insights.rolling.commands", "Count every row anew."),
        "manage": ("countin.config.commands.manage", "Django's own commands, for developers."),
    },
    "organizer": {
        "add": ("countin.config.commands.organizer", "An account, and a link that signs in once."),
    },
    "workspace": {
        "add": ("countin.config.commands.workspace", "Campaigns, fans and people of its own."),
        "list": ("countin.config.commands.workspace", "All workspaces."),
        "rename": ("countin.config.commands.workspace", "Another name; addresses stay."),
    },
    "keys": {
        "rotate": ("countin.config.commands.keys", "A new vault key; the old one is retired."),
    },
    "audit": {
        "log": (
            "countin.insights.auditing.commands.from_files",
            "An event log, from anywhere: a file.",
        ),
        "campaign": ("countin.insights.auditing.commands.own", "A campaign of our own."),
        "hold": ("countin.insights.auditing.commands.own", "Ask a group's fans to confirm."),
        "release": ("countin.insights.auditing.commands.own", "Let a held group go on."),
        "peak": ("countin.insights.auditing.commands.own", "Say what a peak was."),
    },
    "campaign": {
        "apply": ("countin.campaigns.commands", "Create or update a campaign from a file."),
        "list": ("countin.campaigns.commands", "All campaigns."),
        "guests": ("countin.campaigns.commands", "The private link for allow-listed accounts."),
        "canaries": (
            "countin.release_day.canaries.commands",
            "The private link for accounts of your own that go first.",
        ),
        "link": ("countin.visits.commands", "A channel's tracked addresses."),
        "links": ("countin.campaigns.targets.commands", "Where the page leads; found by code."),
        "duplicate": ("countin.campaigns.course.commands", "A new draft that begins as this."),
        "end": ("countin.campaigns.course.commands", "Over for good; promises are let go."),
        "archive": ("countin.campaigns.course.commands", "Out of the lists; numbers stay."),
        "unarchive": ("countin.campaigns.course.commands", "In the lists again."),
        "pause": ("countin.campaigns.commands", "Take nothing more, keep nothing yet."),
        "resume": ("countin.campaigns.commands", "Let a paused campaign go on."),
        "plan": ("countin.campaigns.planned.commands", "What to do by when; who does it."),
        "outreach": ("countin.insights.outreach.commands", "People you write to by hand."),
        "cadence": ("countin.insights.cadence.commands", "An artist's releases on one line."),
        "show": ("countin.insights.commands", "Counts of one campaign."),
        "rehearse": ("countin.insights.commands", "A dry run: what will go wrong on the day."),
        "watch": ("countin.insights.commands", "Release day, live."),
        "retry": ("countin.release_day.commands", "Try again now what a retry can heal."),
        "report": ("countin.insights.commands", "The honest report."),
        "events": (
            "countin.insights.auditing.commands.from_files",
            "The event log, as JSON Lines.",
        ),
        "listening": ("countin.insights.listening.commands", "Read listening from an export."),
    },
    "token": {
        "add": ("countin.workspaces.commands", "A token that lets a program in."),
        "list": ("countin.workspaces.commands", "All tokens, without their text."),
        "revoke": ("countin.workspaces.commands", "End a token."),
    },
    "webhook": {
        "add": ("countin.webhooks.commands", "Tell an address what happens."),
        "list": ("countin.webhooks.commands", "Who is told what."),
        "test": ("countin.webhooks.commands", "Send an event about nothing."),
        "deliveries": ("countin.webhooks.commands", "What came of telling."),
        "replay": ("countin.webhooks.commands", "Send a delivery again."),
        "remove": ("countin.webhooks.commands", "Tell an address nothing more."),
    },
    "artist": {
        "apply": ("countin.campaigns.artist_pages.commands", "An artist's page, from a file."),
        "list": ("countin.campaigns.artist_pages.commands", "All artists and their pages."),
        "hide": ("countin.campaigns.artist_pages.commands", "Take a page back."),
        "domain": ("countin.campaigns.artist_pages.commands", "A domain of an artist's own."),
    },
    "announce": {
        "draft": (
            "countin.messaging.announcing.commands.drafts",
            "Write to an artist's own list; nothing goes out yet.",
        ),
        "preview": ("countin.messaging.announcing.commands.drafts", "As its readers get it."),
        "test": ("countin.messaging.announcing.commands.drafts", "Send it to yourself."),
        "send": (
            "countin.messaging.announcing.commands.going",
            "Let it go out: now, or at a moment.",
        ),
        "list": ("countin.messaging.announcing.commands.going", "All announcements."),
        "show": ("countin.messaging.announcing.commands.going", "How far one got."),
        "stop": ("countin.messaging.announcing.commands.going", "Nothing more of it goes out."),
        "resume": ("countin.messaging.announcing.commands.going", "Let the rest go out."),
        "mailbox": (
            "countin.messaging.announcing.commands.mailbox",
            "How a mailbox stands; strike it off, or lift that.",
        ),
        "discard": ("countin.messaging.announcing.commands.drafts", "Delete a draft."),
    },
    "fans": {
        "import": ("countin.messaging.importing.commands", "A list from elsewhere, with proof."),
        "export": ("countin.privacy.commands", "Fans of a campaign as CSV, with consent proof."),
        "erase": ("countin.privacy.commands", "Erase a fan, by key or address."),
    },
}


# What `countin GROUP WORD` means where WORD is none of the group's commands.
_ELSE = {"audit": "log"}


class Rooms(click.Group):
    """A group whose commands are imported when they are asked for."""

    def __init__(self, name: str, help: str) -> None:
        super().__init__(name=name or "countin", help=help)
        self._under = name

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names alone; nothing is imported."""
        groups = [] if self._under else [name for name in _COMMANDS if name]
        return [*_COMMANDS[self._under], *groups]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, Django set up for it; a group as it is."""
        if not self._under and cmd_name in _COMMANDS:
            return Rooms(cmd_name, _GROUP_HELP[cmd_name])
        if cmd_name not in _COMMANDS[self._under]:
            return None
        module, _help = _COMMANDS[self._under][cmd_name]
        if not module.endswith((".init", ".demo", ".plan")):
            _set_up_django()
        commands: tuple[click.Command, ...] = importlib.import_module(module).COMMANDS
        return next(command for command in commands if command.name == cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """What is no command of a group may be what one of them is about."""
        if self._under in _ELSE and args and args[0] not in {"--help", *_COMMANDS[self._under]}:
            args = [_ELSE[self._under], *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a room's own find their tables, whatever was typed first."""
        if self._under and ctx._protected_args[:1] != [_ELSE.get(self._under)]:
            _set_up_django()
            importlib.import_module("countin.config.tables").make_first_tables()
        return super().invoke(ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, without importing anything."""
        rows = [(name, text) for name, (_module, text) in _COMMANDS[self._under].items()]
        rows += [] if self._under else list(_GROUP_HELP.items())
        with formatter.section("Commands"):
            formatter.write_dl(rows)


_GROUP_HELP = {
    "audit": "Which groups of pre-saves hold up? EVENTS.jsonl, or campaign, hold, release, peak.",
    "campaign": "Campaigns: apply, list, plan, cadence, link, pause, rehearse, show, watch, …",
    "artist": "Artists' own pages: apply, list, hide, domain.",
    "announce": "To an artist's own list: draft, preview, test, send, list, show, stop, resume.",
    "fans": "Fans: import, export, erase.",
    "organizer": "Who may sign in to the studio: add.",
    "workspace": "Labels that share nothing: add, list, rename.",
    "keys": "The vault's keys: rotate.",
    "webhook": "Telling other programs: add, list, test, deliveries, replay, remove.",
    "token": "Tokens for programs, as docs/running/api.md says: add, list, revoke.",
}
_HELP = (
    "Count-In: pre-saves that you run yourself. "
    "A timing tool, not a growth engine."  # denied-claim
)


def main() -> None:
    """Run the command line; a setting that can't be used ends it with one clear sentence."""
    # Whatever is made here, database and pictures too, is for its owner alone.
    os.umask(0o077)
    try:
        Rooms("", _HELP)(prog_name="countin")
    except (BadSetting, ImproperlyConfigured) as error:
        _end(str(error))
    except OperationalError as error:
        _end(
            f"The database can't be used ({redact(str(error).partition(chr(10))[0])}). See that "
            "DATABASE_URL is right and its server runs; with SQLite, that the user who runs "
            "countin may write to COUNTIN_DATA_DIR."
        )
    except OSError as error:
        if error.filename is None:
            raise
        _end(
            f"{error.filename} can't be used ({error.strerror}). Give the user who runs countin "
            "the right to write there, or set COUNTIN_DATA_DIR to another place."
        )


def _end(sentence: str) -> NoReturn:
    click.echo(f"countin: {sentence}", err=True)
    sys.exit(1)


def _set_up_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "countin.config.settings")
    django.setup()
