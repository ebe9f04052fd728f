"""What was and is expected, as JSON. Ranges are meant to hold at `level`."""

from typing import Any

from countin.insights.documents import rate_as_json
from countin.insights.expecting.expectations import ListenersToCome, SavesToCome, ToCome
from countin.insights.expecting.keeping import LEVEL
from countin.insights.expecting.records import Record, Scored
from countin.statistics.calibration import Unfit


def ahead_as_json(ahead: ToCome) -> dict[str, Any]:
    """Before the release."""
    return {
        "level": LEVEL,
        "saves": {one.provider: _saves(one) for one in ahead.saves},
        "listeners": ahead.listeners and _listeners(ahead.listeners),
    }


def scored_as_json(one: Scored) -> dict[str, Any]:
    """One that was kept the day before; `came` and what follows from it null until known."""
    kept = one.kept
    return {
        "what": kept.what,
        "service": kept.provider or None,
        "made_at": f"{kept.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "of": kept.of,
        "low": kept.low,
        "high": kept.high,
        "level": LEVEL,
        "came": one.came,
        "held": one.held,
        "crps": one.crps,
    }


def record_as_json(record: Record) -> dict[str, Any]:
    """How often ranges of a kind held, and their mean score."""
    return {
        "held": rate_as_json(record.held),
        "meant": LEVEL,
        "chance": record.chance,
        "mean_crps": record.crps,
    }


def _saves(one: SavesToCome) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "of": one.alive,
        "history": {"alive": one.history.alive, "saved": one.history.saved},
        "range": None,
    }
    if one.prospect:
        low, high = one.prospect.between(LEVEL)
        shown["range"] = {"mean": one.prospect.mean, "low": low, "high": high}
    return shown


def _listeners(one: ListenersToCome) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "of": one.alive,
        "left_out_as_unusual": {"here": one.left_out, "before": one.left_out_before},
        "campaigns": len(one.pairs),
        "range": None,
    }
    if isinstance(one.found, Unfit):
        return {**shown, "because": one.found.value}
    low, high = one.found.between(LEVEL)
    middle = {"median": one.found.median, "low": low, "high": high}
    return {**shown, "model": one.found.model, "range": middle}
