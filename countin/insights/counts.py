"""The counts of a campaign, as `show --json` publishes them. docs/numbers.md defines each."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from countin.campaigns.models import Campaign, Release
from countin.campaigns.modes import modes_of
from countin.campaigns.states import CampaignState, campaign_state
from countin.insights import tallies
from countin.insights.rolling.reading import Rolled, read_rolled
from countin.insights.tallies import NO_CHANNEL, PreSaveCell
from countin.insights.waves import show_wave, tally_waves
from countin.presaves.states import State
from countin.providers.contract import Provider
from countin.visits.models import ClickKind


def count_campaign(
    campaign: Campaign,
    *,
    providers: Mapping[str, Provider],
    base_url: str,
    now: datetime,
    rolled: Rolled | None = None,
) -> dict[str, Any]:
    """The object of `show --json`, from a few queries, however many fans there are (`rolled`:
    where the kept counts were read already).

    All but the reminders that were opened comes from one query, so that it adds up even while
    promises are being kept. `base_url` without a slash at its end.
    """
    rolled = rolled or read_rolled(campaign)
    cells = tallies.tally_presaves(campaign, rolled=rolled)
    clicks = tallies.tally_clicks(rolled)
    modes = modes_of(campaign, providers=providers)
    saving = [name for name in modes if providers[name].abilities.direct]
    reminders = tallies.tally_reminders(campaign, rolled=rolled)
    return {
        "slug": campaign.slug,
        "url": f"{base_url}/{campaign.slug}",
        "state": state_now(campaign, cells=cells, now=now).value,
        "modes": {name: mode.value for name, mode in modes.items()},
        "presaves": tallies.five_states(cells),
        "follows": tallies.tally_follows(rolled),
        "standing": tallies.tally_standing(rolled, cells=cells),
        "reminders": tallies.add_reminders(reminders),
        "native": {"clicks": clicks[ClickKind.NATIVE]},
        "follow_link": {"clicks": clicks[ClickKind.FOLLOW_LINK]},
        "refused_by_service": tallies.count_refused(rolled),
        "reasons": tallies.tally_reasons(cells),
        "by_provider": tallies.split_states(cells, by=lambda cell: cell.provider, always=saving),
        "reminders_by_provider": reminders,
        "by_channel": tallies.split_states(
            cells, by=lambda cell: cell.channel, always=[*_channel_names(rolled), NO_CHANNEL]
        ),
        "waves": _waves(campaign.release, cells=cells),
    }


def state_now(campaign: Campaign, *, cells: Iterable[PreSaveCell], now: datetime) -> CampaignState:
    """The last wave is done when no promise is on its way any more."""
    is_done = not any(cell.state == State.PROMISED for cell in cells)
    return campaign_state(campaign, waves_done=is_done, now=now)


def _waves(release: Release, *, cells: Iterable[PreSaveCell]) -> list[dict[str, Any]]:
    return [show_wave(wave, release=release) for wave in tally_waves(release, cells=cells)]


def _channel_names(rolled: Rolled) -> list[str]:
    return sorted(name for name, _reach in rolled.channels.values())
