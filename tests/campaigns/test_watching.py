"""Other rooms have markets watched, and wait until they are seen."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from countin.campaigns.models import PinnedId, Release, Sighting
from countin.campaigns.watching import is_there, record_seen, watch_market
from countin.providers.contract import Hit, Provider
from simulator.running import RunningSimulator
from tests.campaigns.conftest import Apply
from tests.campaigns.written import NOW, RIGHT, spoiled

Providers = Mapping[str, Provider]
IN_BERLIN = datetime(2026, 12, 17, 23, tzinfo=UTC)
HIT = Hit("spotify:album:1", "T", "A", ("a",), "https://open.spotify.com/album/1")


@pytest.fixture
def release(apply: Apply) -> Release:
    return apply().campaign.release


def test_a_market_is_looked_at_from_its_moment_on(release: Release):
    sighting = watch_market(release, provider="spotify", market="DE", now=NOW)

    assert (sighting.watched_from, sighting.next_look_at) == (IN_BERLIN, IN_BERLIN)
    assert not Sighting.objects.due(IN_BERLIN - timedelta(seconds=1)).exists()
    assert Sighting.objects.due(IN_BERLIN).get() == sighting


def test_a_market_whose_moment_has_passed_is_looked_at_now(release: Release):
    late = IN_BERLIN + timedelta(hours=5)

    sighting = watch_market(release, provider="spotify", market="DE", now=late)

    assert (sighting.watched_from, sighting.next_look_at) == (IN_BERLIN, late)


def test_watching_twice_is_watching_once(release: Release):
    first = watch_market(release, provider="spotify", market="DE", now=NOW)
    again = watch_market(release, provider="spotify", market="DE", now=IN_BERLIN)

    assert (again.pk, again.next_look_at) == (first.pk, IN_BERLIN)


def test_without_a_key_the_moment_decides(release: Release, no_keys: Providers):
    spotify = no_keys["spotify"]

    before = IN_BERLIN - timedelta(seconds=1)
    assert not is_there(release, provider=spotify, market="DE", now=before)
    assert is_there(release, provider=spotify, market="DE", now=IN_BERLIN)


def test_with_a_key_only_what_was_seen_is_there(
    release: Release, providers: Providers, sim: RunningSimulator
):
    sighting = watch_market(release, provider="spotify", market="DE", now=NOW)
    later = IN_BERLIN + timedelta(days=1)
    assert not is_there(release, provider=providers["spotify"], market="DE", now=later)

    record_seen(sighting, hit=HIT, now=later)

    assert is_there(release, provider=providers["spotify"], market="DE", now=later)
    assert not is_there(release, provider=providers["spotify"], market="US", now=later)


def test_the_first_id_seen_is_pinned_and_stays(release: Release):
    german = watch_market(release, provider="spotify", market="DE", now=NOW)
    french = watch_market(release, provider="spotify", market="FR", now=NOW)
    other = Hit("spotify:album:2", "T", "A", ("a",), "https://open.spotify.com/album/2")

    record_seen(german, hit=HIT, now=IN_BERLIN)
    record_seen(french, hit=other, now=IN_BERLIN)

    pin = PinnedId.objects.get()
    assert (pin.external_id, pin.pinned_by) == ("spotify:album:1", "only_hit")
    assert sorted(Sighting.objects.values_list("market", "external_id")) == [
        ("DE", "spotify:album:1"),
        ("FR", "spotify:album:2"),
    ]


def test_a_moved_date_moves_what_is_not_seen_yet(apply: Apply, release: Release):
    watch_market(release, provider="spotify", market="DE", now=NOW)
    Sighting.objects.update(looks=40, given_up_at=NOW, next_look_at=None)

    apply(spoiled("date: 2026-12-18", new="date: 2027-01-08"))

    sighting = Sighting.objects.get()
    assert Release.objects.get().release_date == date(2027, 1, 8)
    assert sighting.watched_from == sighting.next_look_at == datetime(2027, 1, 7, 23, tzinfo=UTC)
    assert (sighting.looks, sighting.given_up_at) == (0, None)


def test_a_moved_date_leaves_alone_what_was_seen(apply: Apply, release: Release):
    record_seen(
        watch_market(release, provider="spotify", market="DE", now=NOW), hit=HIT, now=IN_BERLIN
    )

    apply(spoiled("date: 2026-12-18", new="date: 2027-01-08"))

    assert Sighting.objects.get().seen_at == IN_BERLIN


def test_a_mended_code_has_everything_looked_for_again(apply: Apply, release: Release):
    record_seen(
        watch_market(release, provider="spotify", market="DE", now=NOW), hit=HIT, now=IN_BERLIN
    )
    after = IN_BERLIN + timedelta(days=3)

    apply(spoiled('"410000201015"', new='"410000202029"'), now=after)

    sighting = Sighting.objects.get()
    assert (sighting.seen_at, sighting.external_id, sighting.link) == (None, "", "")
    assert sighting.next_look_at == after
    assert not PinnedId.objects.exists()


def test_the_same_file_again_disturbs_no_watch(apply: Apply, release: Release):
    watch_market(release, provider="spotify", market="DE", now=NOW)
    Sighting.objects.update(looks=4, next_look_at=IN_BERLIN + timedelta(minutes=2))

    apply(RIGHT)

    sighting = Sighting.objects.get()
    assert (sighting.looks, sighting.next_look_at) == (4, IN_BERLIN + timedelta(minutes=2))
