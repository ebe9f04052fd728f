"""Looking ahead: does the code lead to the release, in the markets that matter?"""

from datetime import datetime
from enum import StrEnum

from countin.campaigns.choosing import choose_hit, describe_hit
from countin.campaigns.models import Campaign
from countin.campaigns.wanted import release_wanted
from countin.pacing.talking import talk
from countin.presaves.wanting import markets_wanted
from countin.providers.contract import Hit, Provider, ProviderError, Refused

# The markets with the most promises; whatever is wrong with a code shows in these.
_MOST_MARKETS = 10
# Without a country of the fan, one has to be named: services show nothing without.
_MARKET_OF_UNKNOWN = "US"


class Shown(StrEnum):
    """What a market showed."""

    ALREADY = "already"
    COMING = "coming"  # in the catalogue, not out yet
    NOT_YET = "not_yet"
    SEVERAL = "several"
    OF_ANOTHER = "of_another"
    NO_ANSWER = "no_answer"


def markets_that_matter(campaign: Campaign, *, provider: Provider) -> list[str]:
    """The ten with the most promises; the unknown one where there are none."""
    wanted = markets_wanted(campaign, provider=provider.name)
    most = sorted(wanted, key=lambda market: (-wanted[market], market))[:_MOST_MARKETS]
    return most or [""]


def look_into(
    market: str, *, campaign: Campaign, provider: Provider, now: datetime
) -> dict[str, str]:
    """What this market shows, as a dictionary of `shown` and `words`."""
    try:
        out = _find(campaign, provider=provider, market=market, is_out=True, now=now)
        coming = out or _find(campaign, provider=provider, market=market, is_out=False, now=now)
    except ProviderError as error:
        return {"shown": Shown.NO_ANSWER, "words": str(error)}
    choice = choose_hit(
        coming, wanted=release_wanted(campaign.release, provider_name=provider.name)
    )
    if choice.is_several:
        listed = "; ".join(describe_hit(hit) for hit in choice.ours)
        return {"shown": Shown.SEVERAL, "words": listed}
    if choice.is_of_another:
        return {"shown": Shown.OF_ANOTHER, "words": describe_hit(choice.others[0])}
    if choice.only is None:
        return {"shown": Shown.NOT_YET, "words": ""}
    shown = Shown.ALREADY if out else Shown.COMING
    return {"shown": shown, "words": describe_hit(choice.only)}


def _find(
    campaign: Campaign, *, provider: Provider, market: str, is_out: bool, now: datetime
) -> list[Hit]:
    wanted = release_wanted(campaign.release, provider_name=provider.name)
    find = provider.find_release if is_out else provider.find_upcoming
    question = find(wanted, market=market or _MARKET_OF_UNKNOWN, now=now)
    try:
        return list(talk(provider, question=question, now=now))
    except Refused:
        return []
