"""The whole play: the weeks, release day, the report, and the comparison with the libraries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

from countin.config.demo.examples import Quota
from countin.config.demo.release import play_release_day
from countin.config.demo.stage import Stage
from countin.config.demo.telling import Teller
from countin.config.demo.verdict import Verdict, compare
from countin.config.demo.weeks import gather_fans
from countin.config.demo.worker_watch import let_worker_finish

GUESTS = 5  # as many accounts as an app in development mode may list
# The date begins at UTC+14 and is there everywhere once it has begun at UTC-11.
_FIRST_MIDNIGHT, _LAST_MIDNIGHT = timedelta(hours=-14), timedelta(hours=11)


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    fans: int
    seed: int
    port: int | None
    quota: Quota


@dataclass(frozen=True)
class Ending:
    """What came of it all. `counts` is the object of `campaign show --json`."""

    counts: dict[str, Any]
    report: str
    report_file: Path
    verdict: Verdict
    trouble: tuple[str, ...]  # fans who met a broken page
    alarms: tuple[str, ...]  # what the operator is told now
    complaints: Mapping[str, int]  # of the services, about how they were asked
    own_page: str

    @property
    def is_good(self) -> bool:
        """The libraries agree with the counts, and no fan met a broken page."""
        return self.verdict.agrees and not self.trouble


def play(stage: Stage, *, options: Options, teller: Teller) -> Ending:
    """From the first fan to the report."""
    teller.say(f"“{stage.example.title}” by {stage.example.artist} comes out in 28 days.")
    release = stage.services.find_release(stage.example.upc)
    stage.services.move_release(release["id"], day=stage.day)
    stage.run("campaign", "apply", str(stage.example.path))
    midnight = datetime.combine(stage.day, time(), UTC)
    trouble = gather_fans(
        stage,
        fans=options.fans,
        guests=GUESTS if options.quota == "development" else 0,
        seed=options.seed,
        ends=midnight + _FIRST_MIDNIGHT,
        teller=teller,
    )
    if options.quota == "none":
        teller.say("The day has come: whoever asked to be reminded is.")
    else:
        teller.say("The day has come, and every fifth answer of the services is an error:")
        stage.services.tell("scenario", "flaky")
    outlook = play_release_day(stage, last_moment=midnight + _LAST_MIDNIGHT, teller=teller)
    stage.services.tell("scenario", "calm")
    trouble += stage.crowd.ask(do="open_mails")["trouble"]
    let_worker_finish(stage)
    return _end(stage, trouble=trouble, alarms=outlook.alarms)


def _end(stage: Stage, *, trouble: list[str], alarms: tuple[str, ...]) -> Ending:
    slug = stage.example.slug
    counts: dict[str, Any] = json.loads(stage.run("campaign", "show", slug, "--json"))
    known = stage.crowd.ask(do="tell")
    verdict = compare(counts, fans=known["fans"], services=stage.services, upc=stage.example.upc)
    report_file = stage.folder / "report.html"
    stage.run("campaign", "report", slug, "--format", "html", "--output", str(report_file))
    return Ending(
        counts=counts,
        report=stage.run("campaign", "report", slug),
        report_file=report_file,
        verdict=verdict,
        trouble=tuple(trouble),
        alarms=alarms,
        complaints=stage.services.complaints(),
        own_page=known["own_page"],
    )
