"""What to expect, what came of what was expected, and why there may be no number. Plain words."""

from collections.abc import Iterator, Mapping

from countin.insights.expecting.expectations import ListenersToCome, SavesToCome, ToCome
from countin.insights.expecting.keeping import LEVEL
from countin.insights.expecting.records import Record, Scored
from countin.insights.models import Expected
from countin.providers.contract import Provider
from countin.statistics.calibration import FEWEST_PAIRS, Unfit
from countin.statistics.prospects import FEWEST_ATTEMPTS

AHEAD = "What to expect on the day"
BEHIND = "What was expected, and what came"
CAVEATS = (
    "Ranges are meant to hold 8 times of 10. They say what comes if this release goes like the "
    "earlier ones; an outage, or a release that is late at a service, is not in them.",
)
_UNFIT = {
    Unfit.TOO_FEW: f"{FEWEST_PAIRS} at least are needed",
    Unfit.OUTSIDE: "this one is far smaller or larger than any of them",
    Unfit.TOO_WIDE: "they differ so much that a range would say nothing",
}
_WHAT = {Expected.SAVES: "saves", Expected.LISTENERS: "listeners"}


def sentences_ahead(ahead: ToCome, *, providers: Mapping[str, Provider]) -> Iterator[str]:
    """Before the release."""
    for one in ahead.saves:
        yield _about_saves(one, name=_name(one.provider, providers))
    if ahead.listeners:
        yield _about_listeners(ahead.listeners)


def sentences_behind(
    scored: tuple[Scored, ...], *, providers: Mapping[str, Provider]
) -> Iterator[str]:
    """Of what was kept the day before."""
    for one in scored:
        yield _about_scored(one, providers=providers)


def sentences_of_record(record: tuple[Record, ...]) -> Iterator[str]:
    """How often such ranges held so far."""
    for one in record:
        many = one.held.of
        kept = "one range" if many == 1 else f"{many:,} ranges"
        yield (
            f"Of {kept} for {_WHAT[one.what]} that were kept here so far, {one.held.successes:,} "
            "held what came; 8 of 10 are meant to."
        )


def _about_saves(one: SavesToCome, *, name: str) -> str:
    alive = f"{one.alive:,} pre-save{'' if one.alive == 1 else 's'} on {name}"
    if one.prospect is None:
        return (
            f"For {alive} there is no number to expect: {one.history.alive:,} of earlier "
            f"campaigns are on record here, and {FEWEST_ATTEMPTS} are needed."
        )
    low, high = one.prospect.between(LEVEL)
    return (
        f"Of {alive} that are alive, expect {low:,} to {high:,} to be saved, about "
        f"{one.prospect.mean:,.0f}: of {one.history.alive:,} in earlier campaigns "
        f"{one.history.saved:,} were."
    )


def _about_listeners(one: ListenersToCome) -> str:
    many = len(one.pairs)
    past = f"{many:,} earlier campaign{'' if many == 1 else 's'} of this artist"
    if isinstance(one.found, Unfit):
        return (
            f"How many listeners a day the first week has can't be said by the {past} with an "
            f"export: {_UNFIT[one.found]}."
        )
    low, high = one.found.between(LEVEL)
    return (
        f"By the {past}, a first week with {low:,.0f} to {high:,.0f} listeners of the artist a day "
        f"belongs to {one.alive:,} pre-saves: both are signs of one audience, and neither makes "
        f"the other.{_left_out(one)}"
    )


def _left_out(one: ListenersToCome) -> str:
    """Said only where something was."""
    if not (one.left_out or one.left_out_before):
        return ""
    return (
        f" Left out are pre-saves in groups that the audit calls unusual: {one.left_out:,} of this "
        f"campaign and {one.left_out_before:,} of the earlier ones."
    )


def _about_scored(one: Scored, *, providers: Mapping[str, Provider]) -> str:
    kept = one.kept
    what = f"{_WHAT[Expected(kept.what)]} a day" if kept.what == Expected.LISTENERS else "saves"
    where = f" on {_name(kept.provider, providers)}" if kept.provider else ""
    beside = "beside" if kept.what == Expected.LISTENERS else "of"
    said = (
        f"On {kept.made_at:%-d %B %Y}, {kept.low:,.0f} to {kept.high:,.0f} {what}{where} were "
        f"expected {beside} {kept.of:,} pre-saves"
    )
    if one.came is None:
        return f"{said}; what came is not known yet."
    return f"{said}; {one.came:,.0f} came, {'within' if one.held else 'outside'} that range."


def _name(provider: str, providers: Mapping[str, Provider]) -> str:
    return providers[provider].words.name if provider in providers else provider
