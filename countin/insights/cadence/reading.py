"""An artist's cadence: the days of their campaigns, and who came back from one to the next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from countin.campaigns.models import Artist, Campaign
from countin.insights.cadence.returning import Came, follows_made, who_came_back
from countin.insights.rates import Rate
from countin.planning.cadence import Cadence, Dated, read_cadence
from countin.planning.cadence_json import cadence_as_json

NO_CAUSE = (
    "Who follows may be keener to begin with: that the follow brought anybody back, these numbers "
    "do not say."
)


@dataclass(frozen=True)
class ArtistCadence:
    """Days, follows and returns of one artist."""

    artist: Artist
    line: Cadence
    follows: dict[str, int]  # confirmed follows by the campaign's slug, in the order of the days
    came: tuple[Came, ...]


def read_artist_cadence(
    artist: Artist, *, also: Iterable[Dated], today: date, now: datetime
) -> ArtistCadence:
    """Every campaign of this artist, drafts too, and `also` what has none here."""
    ordered = _campaigns(artist)
    line = read_cadence([*map(_dated, ordered), *also], today=today)
    follows = {campaign.slug: follows_made(campaign) for campaign in ordered}
    return ArtistCadence(artist, line, follows, tuple(who_came_back(artist, now=now)))


def read_line(artist: Artist, *, today: date) -> Cadence:
    """The days alone: two queries, and no look at a fan."""
    return read_cadence(map(_dated, _campaigns(artist)), today=today)


def artist_cadence_as_json(found: ArtistCadence) -> dict[str, Any]:
    """What `countin campaign cadence --json` prints."""
    return {
        "artist": found.artist.name,
        "handle": found.artist.handle,
        **cadence_as_json(found.line),
        "follows": found.follows,
        "returned": [_came(one) for one in found.came],
    }


def returns_in_words(came: Came) -> str:
    """One sentence or two, each share with its interval."""
    named = f"From “{came.earlier.release.title}” to “{came.later.release.title}”: "
    if came.followed_back is None:
        return named + (
            "nothing tells. The later page opened when the accounts of the earlier one were "
            "forgotten, 30 days after its release."
        )
    parts = [
        _share(came.of_followers, who="who followed"),
        _share(came.of_others, who="who did not follow"),
    ]
    told = "; ".join(part for part in parts if part)
    if not told:
        return named + "nobody had pre-saved the earlier one."
    if came.of_followers is None or came.of_others is None:
        return f"{named}{told}."
    verdict = "The two differ" if came.differ else "Nothing tells the two apart"
    return f"{named}{told}. {verdict}."


def _share(known: Rate | None, *, who: str) -> str:
    return f"of those {who}, {known.counts} were here again, {known.words}" if known else ""


def _campaigns(artist: Artist) -> list[Campaign]:
    """In the order of their days."""
    campaigns = Campaign.objects.filter(release__artist=artist).select_related("release", "plan")
    return sorted(campaigns, key=lambda campaign: campaign.release.release_date)


def _dated(campaign: Campaign) -> Dated:
    release = campaign.release
    plan = getattr(campaign, "plan", None)
    return Dated(
        release.title,
        release.release_date,
        kind=release.kind,
        job=plan.job if plan else "",
        slug=campaign.slug,
    )


def _came(came: Came) -> dict[str, Any]:
    return {
        "from": came.earlier.slug,
        "to": came.later.slug,
        "followed": _counted(came.followed, back=came.followed_back, share=came.of_followers),
        "others": _counted(came.others, back=came.others_back, share=came.of_others),
        "differ": came.differ,
    }


def _counted(of: int, *, back: int | None, share: Rate | None) -> dict[str, Any]:
    low, high = (share.interval.low, share.interval.high) if share else (None, None)
    estimate = share.estimate if share else None
    return {"of": of, "back": back, "share": estimate, "low": low, "high": high}
