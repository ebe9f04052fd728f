"""`countin demo`."""

import json
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path
from types import FrameType
from typing import NoReturn

import click

from countin.config.demo.ending_words import tell_addresses, tell_ending
from countin.config.demo.examples import Quota
from countin.config.demo.playing import Ending, Options, play
from countin.config.demo.stage import CommandFailed, NeverAnswered, Stage, set_up
from countin.config.demo.stand_ins import StandInsRefused
from countin.config.demo.telling import Teller
from countin.config.demo.troupe import PortTaken, ProcessDied
from countin.config.demo.worker_watch import WorkerStuck

_EXPECTED = (CommandFailed, NeverAnswered, PortTaken, ProcessDied, StandInsRefused, WorkerStuck)


class Stopped(BaseException):
    """Ctrl-C or SIGTERM: everything is put away, whatever was under way."""


@click.command("demo")
@click.option(
    "--fans", default=1000, show_default=True, type=click.IntRange(1, 100_000), help="How many."
)
@click.option("--seed", default=1, show_default=True, help="The same seed, the same crowd.")
@click.option("--port", type=int, help="Of the pages. [default: 8000, else any free one]")
@click.option(
    "--quota",
    type=click.Choice(["extended", "development"]),
    default="extended",
    show_default=True,
    help="Of the Spotify app: all fans directly, or five guests and reminders.",
)
@click.option("--no-keys", is_flag=True, help="With keys of no service: every fan is reminded.")
@click.option("--exit", "exits", is_flag=True, help="End after the report and remove everything.")
@click.option("--json", "as_json", is_flag=True, help="Print the final report as JSON.")
def demo(
    fans: int,
    seed: int,
    port: int | None,
    quota: Quota,
    no_keys: bool,  # noqa: FBT001 -- click passes by name
    exits: bool,  # noqa: FBT001 -- click passes by name
    as_json: bool,  # noqa: FBT001 -- click passes by name
) -> None:
    """Play a whole campaign on this machine: 28 days, release day, report.

    Streaming services, fans and mailbox are simulated; the product is the real one, on an
    installation of its own in a temporary folder. Nothing outside this machine is asked.
    """
    options = Options(fans=fans, seed=seed, port=port, quota="none" if no_keys else quota)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, _stop)
    folder = Path(tempfile.mkdtemp(prefix="countin-demo-"))
    try:
        is_good = _play(options, folder=folder, exits=exits, as_json=as_json)
    except Stopped:
        shutil.rmtree(folder, ignore_errors=True)
        raise click.ClickException("Stopped before the end; nothing was left behind.") from None
    except _EXPECTED as error:
        raise click.ClickException(f"{error}\nThe logs are in {folder / 'logs'}.") from None
    if exits and is_good:
        shutil.rmtree(folder, ignore_errors=True)
    sys.exit(0 if is_good else 1)


def _play(options: Options, *, folder: Path, exits: bool, as_json: bool) -> bool:
    began = time.monotonic()
    teller = Teller()
    teller.say("Starting services to ask, pages, worker, mailbox and fans, all on this machine.")
    with set_up(folder, quota=options.quota, seed=options.seed, port=options.port) as stage:
        ending = play(stage, options=options, teller=teller)
        seconds = round(time.monotonic() - began, 1)
        if as_json:
            print_document(ending, fans=options.fans, seconds=seconds)
        else:
            click.echo(ending.report)
        tell_ending(ending, teller=teller, fans=options.fans, seconds=seconds)
        if not exits:
            tell_addresses(stage, ending=ending, teller=teller)
            _stay(stage)
    return ending.is_good


def print_document(ending: Ending, *, fans: int, seconds: float) -> None:
    """One JSON document on standard output."""
    document = {
        **ending.counts,
        "fans": fans,
        "seconds": seconds,
        "libraries": ending.verdict.as_json(),
    }
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _stay(stage: Stage) -> None:
    """Until somebody ends it, or a process dies."""
    try:
        while not (ended := stage.troupe.first_ended()):
            time.sleep(0.5)
    except Stopped:
        return
    raise ended.death()


def _stop(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Stopped


COMMANDS = (demo,)
