"""Listening beside the saves, in plain words: what stands there, and what no export tells."""

from collections.abc import Iterator

from countin.insights.listening.beside import BEFORE, WEEK, Heard, Weeks

TITLE = "Listening, from the artist's own exports"
UNTOLD = (
    "No export tells whether a song was heard to its end, or whether somebody came back to it: "
    "completion and replays are not among its numbers, and nothing here stands in for them.",
    "An artist's numbers hold everything of the artist, not this release alone. Which listener is "
    "which fan is not in them, and nobody's own listening is looked at here.",
)


def sentences_about(heard: Heard, *, saved: int) -> Iterator[str]:
    """For the campaign as a whole."""
    if heard.weeks:
        yield _about_weeks(heard.weeks)
        yield _beside_saves(heard.weeks, saved=saved)
    elif heard.days:
        yield (
            f"Days are missing for a comparison: it needs the {BEFORE} days before the release "
            f"and the first {WEEK}."
        )
    if heard.saves is not None:
        yield (
            f"The service counts {heard.saves:,} saves of anything of the artist in the first "
            f"{WEEK} days, whoever made them."
        )
    if heard.list_adds is not None:
        yield f"It counts {heard.list_adds:,} adds to lists in the same days."
    for song in heard.songs:
        days = "1 day" if song.days == 1 else f"{song.days} days"
        yield f"“{song.title}” had {song.streams:,} {heard.source} in {days} of the first {WEEK}."


def _about_weeks(weeks: Weeks) -> str:
    return (
        f"In the first {WEEK} days the artist had {weeks.first:,.0f} listeners a day on average; "
        f"weeks in the {BEFORE} days before lay between {weeks.lowest:,.0f} and "
        f"{weeks.highest:,.0f}."
    )


def _beside_saves(weeks: Weeks, *, saved: int) -> str:
    saves = f"{saved:,} saves of this campaign stand"
    if saved == 1:
        saves = "1 save of this campaign stands"
    if weeks.is_flat:
        return f"{saves} beside listening that stayed where it was."
    if weeks.is_above:
        return f"{saves} beside a week above each of those before; why is not in the numbers."
    return f"{saves} beside a week below each of those before; why is not in the numbers."
