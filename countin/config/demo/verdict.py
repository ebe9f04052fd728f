"""The services' libraries against the product's own counts, in total and fan by fan."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from countin.config.demo.stand_ins import StandIns, artist_uri

_SERVICES = ("spotify", "apple_music")
_MOST_NAMED = 20


@dataclass(frozen=True)
class Verdict:
    """What the libraries hold, and every way in which that differs from what was counted."""

    saved: int
    followed: int
    differences: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences

    def as_json(self) -> dict[str, object]:
        """As `demo --json` publishes it."""
        return {"saved": self.saved, "followed": self.followed, "agree": self.agrees}

    def in_words(self) -> str:
        """One line, and the differences below it."""
        held = f"{self.saved} saves and {self.followed} follows stand in the services' libraries"
        if self.agrees:
            return f"{held}: as many as were counted, and by the fans who asked for them."
        more = len(self.differences) - _MOST_NAMED
        lines = [*self.differences[:_MOST_NAMED], *([f"and {more} more"] if more > 0 else [])]
        return f"{held}, and the counts disagree:" + "".join(f"\n  {line}" for line in lines)


def compare(
    counts: Mapping[str, Any], *, fans: Iterable[Mapping[str, Any]], services: StandIns, upc: str
) -> Verdict:
    """Ask the services what their fans hold, and look for everything that is not as counted."""
    release = services.find_release(upc)
    held = {
        "spotify": services.holders(release["spotify_uri"])["spotify"],
        "apple_music": services.holders(release["id"])["apple_music"],
    }
    followers = services.holders(artist_uri(release))["spotify"]
    known = list(fans)
    return Verdict(
        saved=sum(len(ids) for ids in held.values()),
        followed=len(followers),
        differences=(
            *_of_counts(counts, held=held, followers=followers),
            *_of_fans(known, held=held),
            *_of_losses(counts, fans=known, held=held),
            *_of_followers(known, followers=followers),
        ),
    )


def _of_counts(
    counts: Mapping[str, Any], *, held: Mapping[str, set[str]], followers: set[str]
) -> Iterable[str]:
    for service in _SERVICES:
        saved = counts["by_provider"].get(service, {}).get("saved", 0)
        if saved != len(held[service]):
            yield f"{service}: counted {saved} saved, its libraries hold {len(held[service])}"
    if (done := counts["follows"]["done"]) != len(followers):
        yield f"follows: counted {done} done, Spotify has {len(followers)} followers"


def _of_fans(fans: list[Mapping[str, Any]], *, held: Mapping[str, set[str]]) -> Iterable[str]:
    """Who did not promise, or took it back, must not have it; and nobody twice."""
    for fan in fans:
        for service in _SERVICES:
            if fan["fan"] not in held[service]:
                continue
            if fan["ended"] != "promised" or fan["service"] != service:
                yield f"{fan['fan']}: {fan['ended']}, yet has it in the library of {service}"
    strangers = set().union(*held.values()) - {fan["fan"] for fan in fans}
    yield from (f"{name}: never came, yet has it in a library" for name in sorted(strangers))


def _of_losses(
    counts: Mapping[str, Any], *, fans: list[Mapping[str, Any]], held: Mapping[str, set[str]]
) -> Iterable[str]:
    """A fan who promised and has nothing must be among the losses that the report names."""
    for service in _SERVICES:
        mine = [fan for fan in fans if fan["service"] == service]
        lost = [
            fan["fan"]
            for fan in mine
            if fan["ended"] == "promised" and fan["fan"] not in held[service]
        ]
        gone = sum(fan["ended"] == "revoked" for fan in mine)
        five = counts["by_provider"].get(service, {})
        named = five.get("needs_fan", 0) + five.get("failed", 0)
        if len(lost) + gone != named:
            yield (
                f"{service}: {len(lost)} fans who promised have nothing and {gone} revoked, but "
                f"{named} losses are named; without a save: {', '.join(lost) or 'nobody'}"
            )


def _of_followers(fans: list[Mapping[str, Any]], *, followers: set[str]) -> Iterable[str]:
    ticked = {fan["fan"] for fan in fans if fan["follows"]}
    yield from (f"{name}: never ticked it, yet follows" for name in sorted(followers - ticked))
