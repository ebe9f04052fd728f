"""Links of a campaign as commands and pages tell of them."""

from collections.abc import Iterable, Mapping
from typing import Any

from countin.campaigns.models import Campaign, LinkCheck
from countin.campaigns.targets.gathering import Gathered, Proposal, is_by
from countin.campaigns.targets.words import life_of, look_words
from countin.elsewhere.life import Life
from countin.providers.contract import Provider


def checks_as_json(campaign: Campaign) -> list[dict[str, Any]]:
    """One object a link; moments in UTC, `looked_at` null where nobody has looked yet."""
    return [
        {
            "name": check.name,
            "url": check.url,
            "life": life_of(check),
            "looked_at": check.looked_at and check.looked_at.isoformat(),
            "words": look_words(check),
        }
        for check in checks_of(campaign)
    ]


def checks_of(campaign: Campaign) -> list[LinkCheck]:
    """In the order in which they were noted."""
    return list(
        LinkCheck.objects.filter(campaign=campaign)
        .select_related("campaign__release")
        .order_by("pk")
    )


def sum_up_links(campaign: Campaign) -> list[str]:
    """What is worth saying beside the counts: nothing where every link answered."""
    return [
        f"The link “{check.name}”: {look_words(check)}"
        for check in checks_of(campaign)
        if check.life in (Life.GONE, Life.UNCLEAR)
    ]


def new_proposals(
    gathered: Gathered, *, campaign: Campaign, providers: Mapping[str, Provider]
) -> list[Proposal]:
    """Those of services that the campaign has no link to."""
    return [
        one for one in gathered.proposals if one.key not in held_keys(campaign, providers=providers)
    ]


def held_keys(campaign: Campaign, *, providers: Mapping[str, Provider]) -> frozenset[str]:
    """Services whose link or id stands already."""
    release = campaign.release
    pinned = {name for name in providers if release.pinned_id(name)}
    return frozenset(pinned | {link.provider for link in release.service_links})


def proposal_as_json(proposal: Proposal, *, artist: str) -> dict[str, Any]:
    """`same_artist` false: the catalog names somebody else, so look twice."""
    return {
        "service": proposal.key,
        "url": proposal.link,
        "title": proposal.title,
        "artist": proposal.artist,
        "note": proposal.note,
        "told_by": proposal.told_by,
        "same_artist": is_by(proposal, artist=artist),
    }


def proposal_words(proposal: Proposal, *, artist: str) -> str:
    """One line for a person who has to say whether it is the release."""
    note = f", {proposal.note}" if proposal.note else ""
    doubt = "" if is_by(proposal, artist=artist) else f" It is not under {artist}: look twice."
    told = "" if proposal.told_by == proposal.service else f" ({proposal.told_by})"
    return f"“{proposal.title}” by {proposal.artist}{note}{told}.{doubt}"


def several_of(proposals: Iterable[Proposal], *, key: str) -> list[Proposal]:
    """All of one service."""
    return [one for one in proposals if one.key == key]
