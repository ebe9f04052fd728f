"""The sweep: finds what is due and cuts it into shards, in the order of their turn."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from countin.campaigns.models import Campaign
from countin.providers.contract import Provider
from countin.release_day.canaries.gating import closed_moments
from countin.release_day.shards import SHARD_SIZE, Group, Kind, Shard
from countin.release_day.turns import Turns
from countin.release_day.waves import OpenMarkets, open_markets


def due_groups(
    provider: Provider, *, campaigns: Iterable[Campaign], now: datetime
) -> dict[Group, datetime | None]:
    """What may be due at this service, each group with its moment."""
    known = {campaign.pk: campaign for campaign in campaigns}
    groups: dict[Group, datetime | None] = {
        Group(provider.name, Kind.ERRAND): None,
        Group(provider.name, Kind.FOLLOW): None,
    }
    waves = open_markets(provider, campaigns=known.values(), now=now)
    closed = closed_moments(provider, campaigns=list(known.values())) if waves else set()
    for wave in waves:
        for moment, markets in _by_moment(wave, campaign=known[wave.campaign_id]).items():
            if (wave.campaign_id, moment) in closed:
                continue  # its canaries go first
            group = Group(provider.name, Kind.SAVE, wave.campaign_id, tuple(markets))
            groups[group] = moment
    return groups


def cut_shards(
    groups: Mapping[Group, datetime | None],
    *,
    turns: Turns,
    out: Iterable[Shard] = (),
    now: datetime,
) -> Iterator[Shard]:
    """Shards of what is due and not out already, for as long as anybody takes them.

    Each group is walked from where its last shard that is out ends. Once none is out it is
    begun anew: what was left behind comes again.
    """
    left = dict(groups)
    away = list(out)
    reached = {
        group: max((one.last for one in away if _share_rows(one.group, group)), default=0)
        for group in groups
    }
    while left:
        group = turns.take(left)
        shard_or_none = group.cut(after=reached[group], size=SHARD_SIZE, now=now)
        if shard_or_none is None:
            del left[group]
            continue
        reached[group] = shard_or_none.last
        turns.note_used(group)
        yield shard_or_none


def _share_rows(one: Group, other: Group) -> bool:
    """A market that is done meanwhile is no longer named, and it is the same group still."""
    if (one.provider, one.kind, one.campaign_id) != (other.provider, other.kind, other.campaign_id):
        return False
    return one.markets == other.markets or bool({*one.markets} & {*other.markets})


def _by_moment(wave: OpenMarkets, *, campaign: Campaign) -> dict[datetime, list[str]]:
    by_moment: dict[datetime, list[str]] = defaultdict(list)
    for market in wave.markets:
        by_moment[campaign.release.moment_in(market)].append(market)
    return by_moment
