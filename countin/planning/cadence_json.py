"""A cadence as one JSON document."""

from typing import Any

from countin.planning.cadence import SAYS, Cadence, Place, suggest


def cadence_as_json(cadence: Cadence) -> dict[str, Any]:
    """What `countin campaign cadence --json` prints of the days. ISO 8601 days; gaps in days."""
    return {
        "today": cadence.today.isoformat(),
        "releases": [_place(place) for place in cadence.places],
        "usual_gap": cadence.usual_gap,
        "longest_gap": max(cadence.gaps, default=None),
        "touch_points": {
            "past_year": cadence.touch_points_past,
            "planned_year": cadence.touch_points_planned,
        },
        "suggestions": [
            {"about": one.about or None, "words": one.words, "arithmetic": one.arithmetic or None}
            for one in suggest(cadence)
        ],
        "says": list(SAYS),
    }


def _place(place: Place) -> dict[str, Any]:
    release = place.release
    return {
        "number": place.number,
        "title": release.title,
        "kind": release.kind or None,
        "release_date": release.release_date.isoformat(),
        "is_out": place.is_out,
        "job": release.job or None,
        "slug": release.slug or None,
        "gap": place.gap,
        "window_ends": place.window_ends.isoformat(),
        "overlap": place.overlap,
        "announced_early": place.is_announced_early,
    }
