"""Which hit is the release? Several are never chosen from. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from countin.providers.contract import Hit, Release


@dataclass(frozen=True)
class Choice:
    """`ours` are hits of the artist consented to, `others` of anybody else."""

    ours: tuple[Hit, ...]
    others: tuple[Hit, ...]

    @property
    def only(self) -> Hit | None:
        """The one hit that can be meant."""
        return self.ours[0] if len(self.ours) == 1 else None

    @property
    def is_several(self) -> bool:
        """A person has to choose."""
        return len(self.ours) > 1

    @property
    def is_of_another(self) -> bool:
        """There are hits, and all of them are somebody else's."""
        return bool(self.others) and not self.ours


def choose_hit(hits: Sequence[Hit], *, wanted: Release) -> Choice:
    """Sort the hits by artist. Where the pinned id itself is among ours, it alone counts."""
    ours = [hit for hit in hits if is_by_artist(hit, wanted=wanted)]
    pinned = [hit for hit in ours if hit.id == wanted.pinned_id]
    others = [hit for hit in hits if hit not in ours]
    return Choice(ours=_once(pinned or ours), others=_once(others))


def is_by_artist(hit: Hit, *, wanted: Release) -> bool:
    """By the artist's id where it is known, else by name, whatever its capitals."""
    if wanted.artist_id and hit.artist_ids:
        return wanted.artist_id in hit.artist_ids
    name = _plain(wanted.artist_name)
    return name in {_plain(hit.artist_name), *map(_plain, _names_in(hit.artist_name))}


def describe_hit(hit: Hit) -> str:
    """One hit in a sentence for the organizer."""
    note = f" ({hit.note})" if hit.note else ""
    return f"{hit.id}: “{hit.title}” by {hit.artist_name}{note}, {hit.link}"


def _once(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple({hit.id: hit for hit in hits}.values())


def _names_in(line: str) -> list[str]:
    """A service joins several artists into one line."""
    return line.replace(" & ", ", ").split(", ")


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
