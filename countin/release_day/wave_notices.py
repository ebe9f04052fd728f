"""What the operator hears of a wave that is done: what came of it, and what is to be done now."""

from collections.abc import Mapping
from typing import Any, Final

from countin.release_day.models import Wave

WAVE_DONE: Final = "wave_done"
_MINUTE: Final = 60


def wave_subject(wave: Wave) -> str:
    """Which one, in one line; no two waves share it."""
    return f"{wave.campaign.slug}, {wave.provider}, {wave.due_at:%Y-%m-%d %H:%M} UTC"


def wave_words(wave: Wave, *, summary: Mapping[str, Any]) -> str:
    """From its summary: total, the three ends, reasons, duration, the next step."""
    lines = [
        f"The wave of “{wave.campaign.release.title}” is done: {summary['total']:,} pre-saves.",
        f"Saved: {summary['saved']:,}",
        f"Need their fan: {summary['needs_fan']:,}",
        f"Failed: {summary['failed']:,}",
        *(f"  {reason}: {many:,}" for reason, many in summary["reasons"].items()),
    ]
    if summary["took"] is not None:
        lines.append(
            f"First save after {_span(summary['waited'])}, last one {_span(summary['took'])} later."
        )
    return "\n".join([*lines, "", _next_step(wave.campaign.slug, summary=summary)])


def _span(seconds: int) -> str:
    minutes, rest = divmod(seconds, _MINUTE)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def _next_step(slug: str, *, summary: Mapping[str, Any]) -> str:
    steps = []
    if summary["needs_fan"]:
        steps.append(
            "Fans who have to connect again find a button on their own page and on the campaign's "
            "page; those on the artist's e-mail list are written to by themselves."
        )
    if summary["failed"]:
        steps.append(f"What each reason asks of you: countin campaign watch {slug}")
    return " ".join(steps) or f"Nothing is to be done. The report: countin campaign report {slug}"
