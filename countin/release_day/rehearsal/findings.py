"""From what a rehearsal saw to sentences with a next step. Decides without touching anything."""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from countin.release_day.rehearsal.canaries import NO_PERMISSION, UNTRIED
from countin.release_day.rehearsal.codes import Shown
from countin.release_day.rehearsal.trying import Tried
from countin.statistics.intervals import proportion

# Calls under way at once on the day (release_day.asking).
_AT_ONCE = 32
_CALLS_A_PROMISE = 2  # refresh and save


class Grade(StrEnum):
    """What a finding asks of the organizer."""

    FINE = "fine"
    NOTE = "note"
    MEND = "mend"


@dataclass(frozen=True)
class Finding:
    """One thing that the rehearsal found, in words, with the next step."""

    grade: Grade
    about: str
    words: str


@dataclass(frozen=True)
class Seen:
    """What a rehearsal saw at one service."""

    service: str  # its name, as fans know it
    markets: Mapping[str, Mapping[str, str]]  # market: {"shown": …, "words": …}
    waiting: int  # promises on their way
    too_old: int  # promises whose fan has to give a new permission for the day
    alive: int  # permissions tried for this campaign, in this and earlier rehearsals
    dead: int
    unclear: int
    rotates: bool  # its permissions are good for one use: none but the first is tried
    answer_ms: float | None  # mean time of an answer
    cut_short: str  # why not everything was asked; empty: it was
    # The team's own that go first: their markets by what came of each (rehearsal.canaries).
    canaries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    follows: int = 0  # asked to be made with the save

    @property
    def tried(self) -> int:
        """Permissions that got an answer which says either."""
        return self.alive + self.dead


def find(seen: Seen) -> list[Finding]:
    """Every finding about this service, the codes first."""
    return [
        *_about_codes(seen),
        *_about_permissions(seen),
        *_about_age(seen),
        *_about_canaries(seen),
        *_about_time(seen),
        *_about_silence(seen),
    ]


def _about_codes(seen: Seen) -> Iterator[Finding]:
    by_shown: dict[str, list[str]] = defaultdict(list)
    for market, look in seen.markets.items():
        by_shown[look["shown"]].append(market)
    for shown, markets in by_shown.items():
        grade, words = _CODE_WORDS[Shown(shown)]
        named = ", ".join(market or "the unknown market" for market in sorted(markets))
        hit = seen.markets[markets[0]]["words"]
        yield Finding(grade, "release", words.format(service=seen.service, markets=named, hit=hit))


_CODE_WORDS = {
    Shown.ALREADY: (Grade.FINE, "{service} shows it already ({markets}): {hit}."),
    Shown.COMING: (Grade.FINE, "{service} knows it as to come ({markets}): {hit}."),
    Shown.NOT_YET: (
        Grade.NOTE,
        "{service} does not show it yet ({markets}). Before the release that is usual; on the day "
        "each market is asked from midnight on. Ask your distributor whether it was delivered.",
    ),
    Shown.SEVERAL: (
        Grade.MEND,
        "{service} has several that fit ({markets}): {hit}. Put the right one into the campaign "
        "file under `release:` and apply it: countin campaign apply FILE.",
    ),
    Shown.OF_ANOTHER: (
        Grade.MEND,
        "At {service} the code leads to another artist ({markets}): {hit}. Mend the code in the "
        "campaign file and apply it: countin campaign apply FILE.",
    ),
    Shown.NO_ANSWER: (
        Grade.NOTE,
        "{service} could not be asked about the release ({markets}): {hit} Rehearse again later.",
    ),
}


def _about_permissions(seen: Seen) -> Iterator[Finding]:
    if seen.rotates:
        yield Finding(
            Grade.NOTE,
            "permissions",
            f"{seen.service} hands out permissions that are good for one use. They are left alone "
            "until the day, so nothing is said about how many still stand.",
        )
    elif seen.tried:
        yield _share_finding(seen)
    elif seen.waiting:
        yield Finding(
            Grade.NOTE, "permissions", f"No permission at {seen.service} got an answer so far."
        )
    if seen.unclear:
        yield Finding(
            Grade.NOTE,
            "permissions",
            f"{seen.unclear:,} got no clear answer from {seen.service}; they are in no figure.",
        )


def _share_finding(seen: Seen) -> Finding:
    """The interval is `statistics.intervals.proportion` at 95 %, over a simple random sample."""
    likely = proportion(seen.alive, of=seen.tried)
    # Those that were tried and stand are known; the share speaks for the others.
    known = min(seen.alive, seen.waiting)
    rest = seen.waiting - known
    low, high = known + math.floor(likely.low * rest), known + math.ceil(likely.high * rest)
    words = f"{seen.alive:,} of {seen.tried:,} permissions tried at {seen.service} still stand. "
    if not rest:
        words += "Every promise on its way was tried."
    else:
        words += (
            f"Of {seen.waiting:,} promises on their way, {low:,} to {high:,} would find theirs "
            "standing today (95 times in 100); what ends until the day is not in this."
        )
    if seen.dead:
        words += (
            f" {seen.dead:,} had ended: those fans find a button on their own page to give it "
            "again. Tell your listeners to open the campaign's page once more before the day."
        )
    return Finding(Grade.NOTE if seen.dead else Grade.FINE, "permissions", words)


def _about_age(seen: Seen) -> Iterator[Finding]:
    if seen.too_old:
        yield Finding(
            Grade.NOTE,
            "age",
            f"{seen.too_old:,} permissions at {seen.service} will be too old on the day. Those "
            "fans are asked on their own page and on the campaign's; a mail to your list that "
            "names the campaign's page reaches more of them.",
        )


def _about_canaries(seen: Seen) -> Iterator[Finding]:
    for came, markets in seen.canaries.items():
        grade, words = _CANARY_WORDS[came]
        named = ", ".join(market or "the unknown market" for market in sorted(markets))
        yield Finding(grade, "canaries", words.format(service=seen.service, markets=named))


_ANEW = "Connect it again by the private link: countin campaign canaries SLUG."
_CANARY_WORDS = {
    Tried.ALIVE: (Grade.FINE, "{service} answers for your canary ({markets})."),
    Tried.ROTATED: (Grade.FINE, "{service} answers for your canary ({markets})."),
    Tried.DEAD: (
        Grade.MEND,
        "{service} refuses the permission of your canary ({markets}): on the day it would not "
        f"count, and its wave would open without it. {_ANEW}",
    ),
    NO_PERMISSION: (
        Grade.MEND,
        "Your canary at {service} ({markets}) has no permission that will be good on the day: it "
        f"would not count, and its wave would open without it. {_ANEW}",
    ),
    Tried.SHUT: (
        Grade.MEND,
        "{service} does not let the library of your canary ({markets}) be read: on the day it "
        f"would not count, and its wave would open without it. {_ANEW} Agree to everything that "
        "{service} asks there.",
    ),
    Tried.UNCLEAR: (
        Grade.NOTE,
        "{service} gave no clear answer about your canary ({markets}). It is not asked twice; to "
        "have it tried anew, connect it again by the private link.",
    ),
    UNTRIED: (
        Grade.NOTE,
        "Your canary at {service} ({markets}) was not tried: permissions there are good for one "
        "use, or the service could not be asked.",
    ),
}


def _about_time(seen: Seen) -> Iterator[Finding]:
    if seen.waiting and seen.answer_ms:
        calls = seen.waiting * _CALLS_A_PROMISE + seen.follows
        at_best = timedelta(milliseconds=calls * seen.answer_ms / _AT_ONCE)
        yield Finding(
            Grade.NOTE,
            "time",
            f"{calls:,} calls to {seen.service} on the day: {_span(at_best)} at the speed of "
            "today's answers. A limit that the service sets makes it longer; what it is, no "
            "service says before.",
        )


def _about_silence(seen: Seen) -> Iterator[Finding]:
    if seen.cut_short:
        yield Finding(
            Grade.MEND,
            "service",
            f"{seen.service} could not be asked everything: {seen.cut_short} "
            "See countin doctor, then rehearse again.",
        )


def _span(span: timedelta) -> str:
    minutes = span / timedelta(minutes=1)
    if minutes < 1:
        return "less than a minute"
    if minutes < 90:
        return f"about {round(minutes)} min"
    return f"about {round(minutes / 60)} h"
