"""Looking for a release at the simulator, over HTTP, in every weather."""

import random
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

import pytest

from countin.campaigns.models import Campaign, PinnedId, Sighting
from countin.campaigns.sightings import look_for_releases
from countin.campaigns.watching import watch_market
from countin.providers.contract import Provider
from countin.workspaces.models import Alarm
from simulator.running import RunningSimulator
from tests.campaigns.clockwork import Clockwork
from tests.campaigns.conftest import Apply
from tests.campaigns.written import HELD_NOTES, NOW, RIGHT, spoiled

Providers = Mapping[str, Provider]
Look = Callable[[], int]
IN_BERLIN = datetime(2026, 12, 17, 23, tzinfo=UTC)
ALBUM = "spotify:album:0MidnightWindowsEP0001"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def look(providers: Providers, clockwork: Clockwork, chance: random.Random) -> Look:
    """One turn of the job, at the test's moment."""
    return lambda: look_for_releases(providers=providers, now=clockwork.now, chance=chance)


@pytest.fixture
def campaign(apply: Apply) -> Campaign:
    return apply().campaign


def watch(campaign: Campaign, *markets: str, provider: str = "spotify") -> None:
    for market in markets:
        watch_market(campaign.release, provider=provider, market=market, now=NOW)


def calls(sim: RunningSimulator) -> int:
    return int(sim.look("calls")["total"])


def turns_until_seen(look: Look, clockwork: Clockwork, *, at_most: int = 200) -> int:
    for turn in range(1, at_most):
        look()
        sighting = Sighting.objects.get()
        if sighting.seen_at or sighting.given_up_at:
            return turn
        assert sighting.next_look_at is not None
        clockwork.move_to(max(sighting.next_look_at, clockwork.now))
    raise AssertionError("it was never seen, nor given up")


def test_nothing_is_asked_before_the_moment(
    campaign: Campaign, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    watch(campaign, "DE", "US")
    clockwork.move_to(IN_BERLIN - timedelta(seconds=1))

    assert look() == 0
    assert calls(sim) == 0


@pytest.mark.parametrize("provider", ["spotify", "apple_music"])
def test_a_release_is_seen_in_each_market_at_its_own_midnight(
    campaign: Campaign, look: Look, clockwork: Clockwork, provider: str
):
    watch(campaign, "DE", "US", provider=provider)
    clockwork.move_to(IN_BERLIN)

    assert look() == 1

    seen = Sighting.objects.get(market="DE")
    assert (seen.seen_at, seen.next_look_at) == (IN_BERLIN, None)
    assert seen.external_id == PinnedId.objects.get().external_id
    assert seen.link.startswith("https://")
    assert Sighting.objects.get(market="US").seen_at is None


def test_the_unknown_market_is_looked_for_once_the_date_has_come_everywhere(
    campaign: Campaign, look: Look, clockwork: Clockwork
):
    watch(campaign, "")
    clockwork.move_to(datetime(2026, 12, 18, 11, tzinfo=UTC))

    assert look() == 1
    assert Sighting.objects.get().external_id == ALBUM


def test_what_is_late_is_looked_for_with_growing_waits(
    campaign: Campaign, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "not-yet-in-catalogue", "minutes": 30})
    watch(campaign, "DE")
    clockwork.move_to(IN_BERLIN)

    turns = turns_until_seen(look, clockwork)

    sighting = Sighting.objects.get()
    assert sighting.external_id == ALBUM
    assert sighting.seen_at is not None
    assert timedelta(minutes=30) <= sighting.seen_at - IN_BERLIN < timedelta(minutes=45)
    assert sighting.looks == turns == 10


def test_looking_ends_after_three_days_and_calls_for_help(
    campaign: Campaign, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "not-yet-in-catalogue", "minutes": 9_000})
    watch(campaign, "DE")
    clockwork.move_to(IN_BERLIN + timedelta(hours=71))
    look()
    assert Sighting.objects.get().given_up_at is None

    over = clockwork.move_to(IN_BERLIN + timedelta(hours=72))
    look()

    sighting = Sighting.objects.get()
    assert (sighting.given_up_at, sighting.next_look_at) == (over, None)
    alarm = Alarm.objects.get()
    assert alarm.kind == "release_not_found"
    assert "Ask your distributor" in alarm.words


def test_several_hits_are_put_before_a_person_and_none_is_taken(
    apply: Apply, look: Look, clockwork: Clockwork
):
    text = RIGHT.replace("The Held Notes", "Opal Field").replace(f"  spotify: {HELD_NOTES}\n", "")
    campaign = apply(text.replace('upc: "410000201015"', "isrc: ZZDIF2500010")).campaign
    watch(campaign, "DE")
    clockwork.move_to(IN_BERLIN)

    look()

    assert Sighting.objects.get().seen_at is None
    assert Sighting.objects.get().note.startswith("Several fit: ")
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.subject) == ("release_several", "midnight-windows spotify")
    assert "on the single “Opal”" in alarm.words
    assert not PinnedId.objects.exists()


def test_the_choice_of_a_person_ends_the_alarm_and_is_seen(
    apply: Apply, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    text = RIGHT.replace("The Held Notes", "Opal Field").replace(f"  spotify: {HELD_NOTES}\n", "")
    text = text.replace('upc: "410000201015"', "isrc: ZZDIF2500010")
    watch(apply(text).campaign, "DE")
    clockwork.move_to(IN_BERLIN)
    look()
    single = sim.look("releases/opal-single")["spotify_uri"]

    apply(text.replace("  kind: ep", f"  kind: ep\n  spotify: {single}"), now=clockwork.now)
    look()

    assert Sighting.objects.get().external_id == single
    assert Alarm.objects.get().cleared_at is not None


@pytest.mark.parametrize("artist_id", [f"  spotify: {HELD_NOTES}\n", ""])
def test_a_code_that_leads_to_another_artist_is_never_taken(
    apply: Apply, look: Look, clockwork: Clockwork, artist_id: str
):
    text = spoiled('"410000201015"', new='"886443919266"')
    watch(apply(text.replace(f"  spotify: {HELD_NOTES}\n", artist_id)).campaign, "DE")
    clockwork.move_to(IN_BERLIN)

    for _look in range(5):
        look()
        clockwork.move_on(5 * MINUTE)

    assert Sighting.objects.get().seen_at is None
    alarm = Alarm.objects.get()
    assert alarm.kind == "release_of_another"
    assert "“Random Access Memories” by Daft Punk" in alarm.words


def test_a_market_that_has_another_edition_than_the_pinned_one_is_seen(
    apply: Apply, look: Look, clockwork: Clockwork
):
    text = RIGHT.replace("The Held Notes", "North Pier").replace(f"  spotify: {HELD_NOTES}\n", "")
    campaign = apply(text.replace("410000201015", "410000301067")).campaign
    watch(campaign, "DE", "US")
    clockwork.move_to(datetime(2026, 12, 18, 11, tzinfo=UTC))

    look()
    clockwork.move_on(MINUTE)
    look()

    ids = dict(Sighting.objects.values_list("market", "external_id"))
    assert "" not in ids.values()
    assert ids["DE"] != ids["US"]


def test_while_a_service_asks_for_silence_nothing_is_sent(
    campaign: Campaign, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "quota-exhausted", "provider": "spotify", "retry_after": 3600})
    watch(campaign, "DE", "FR", "SE")
    clockwork.move_to(IN_BERLIN)
    look()
    sent = calls(sim)

    for _minute in range(30):
        clockwork.move_on(MINUTE)
        look()
    assert calls(sim) == sent
    assert set(Sighting.objects.values_list("looks", flat=True)) == {0}

    sim.tell("scenario", "calm")
    clockwork.move_on(31 * MINUTE)
    look()

    assert Sighting.objects.filter(seen_at__isnull=False).count() == 3
    assert sim.look("complaints")["total"] == 0


def test_a_service_that_is_set_up_wrongly_is_left_alone_and_asked_again_later(
    campaign: Campaign, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "owner-premium-lapsed"})
    watch(campaign, "DE")
    clockwork.move_to(IN_BERLIN)
    look()
    sent = calls(sim)
    clockwork.move_on(MINUTE)
    look()
    assert calls(sim) == sent
    assert "Premium" in Sighting.objects.get().note

    sim.tell("scenario", "calm")
    clockwork.move_on(timedelta(hours=1))
    look()

    assert Sighting.objects.get().external_id == ALBUM


def test_a_fault_of_the_service_is_no_look_and_is_tried_again_in_seconds(
    campaign: Campaign, look: Look, clockwork: Clockwork, sim: RunningSimulator
):
    sim.tell("scenario", {"name": "flaky", "share": 1.0})
    watch(campaign, "DE")
    clockwork.move_to(IN_BERLIN)
    look()
    assert Sighting.objects.get().looks == 0

    sim.tell("scenario", "calm")
    clockwork.move_on(timedelta(seconds=4))
    look()

    assert Sighting.objects.get().external_id == ALBUM


def test_without_a_key_nothing_is_looked_for(
    campaign: Campaign, no_keys: Providers, chance: random.Random
):
    watch(campaign, "DE")

    assert look_for_releases(providers=no_keys, now=IN_BERLIN, chance=chance) == 0
    assert Sighting.objects.get().looks == 0


def test_a_draft_is_not_looked_for(apply: Apply, look: Look, clockwork: Clockwork):
    watch(apply(publish=False).campaign, "DE")
    clockwork.move_to(IN_BERLIN)

    assert look() == 0


def test_a_look_that_was_cut_short_is_taken_up_again(
    campaign: Campaign, look: Look, clockwork: Clockwork
):
    watch(campaign, "DE")
    clockwork.move_to(IN_BERLIN)
    # A worker took it, and was killed while it waited for the answer.
    Sighting.objects.update(next_look_at=IN_BERLIN + 2 * MINUTE)

    assert look() == 0
    clockwork.move_on(2 * MINUTE)
    assert look() == 1
    assert Sighting.objects.get().seen_at == clockwork.now
