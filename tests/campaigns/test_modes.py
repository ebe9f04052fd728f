"""What a fan gets is decided before anything is pressed."""

from collections.abc import Mapping
from dataclasses import replace

from countin.campaigns.models import Campaign, PinnedId, Release
from countin.campaigns.modes import explain_mode, mode_in, mode_of, modes_of
from countin.campaigns.wanted import asked_by
from countin.providers import contract
from countin.providers.contract import Mode, Provider
from countin.providers.http import Http
from countin.providers.soundcloud.options import SoundCloudOptions
from countin.providers.soundcloud.provider import SoundCloudProvider
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from simulator.running import RunningSimulator
from tests.campaigns.clockwork import Clockwork
from tests.campaigns.conftest import Apply, apple_music_with_key, gate, spotify_with_key
from tests.campaigns.written import NOW, RIGHT, spoiled

Providers = Mapping[str, Provider]
ALBUM = "spotify:album:0MidnightWindowsEP0001"


def spotify_in_development() -> SpotifyProvider:
    options = SpotifyOptions(client_id="id", client_secret="secret")
    return SpotifyProvider(options, http=Http(gate=gate("spotify", Clockwork(NOW))))


def test_without_keys_everybody_is_reminded(apply: Apply, no_keys: Providers):
    campaign = apply().campaign

    assert modes_of(campaign, providers=no_keys) == {
        "spotify": Mode.REMIND,
        "apple_music": Mode.REMIND,
    }
    assert mode_of(no_keys["spotify"], is_guest=True) == Mode.REMIND


def test_in_development_guests_connect_and_the_public_is_reminded(apply: Apply):
    campaign, spotify = apply().campaign, spotify_in_development()

    assert mode_in(campaign, provider=spotify, is_guest=False) == Mode.REMIND
    assert mode_in(campaign, provider=spotify, is_guest=True) == Mode.DIRECT
    assert "five listed accounts" in explain_mode(campaign, provider=spotify)


def test_with_every_key_everybody_connects(apply: Apply, sim: RunningSimulator):
    clockwork = Clockwork(NOW)
    providers: Providers = {
        "spotify": spotify_with_key(sim, clockwork=clockwork),
        "apple_music": apple_music_with_key(sim, clockwork=clockwork),
    }

    modes = modes_of(apply().campaign, providers=providers)

    assert modes == {"spotify": Mode.DIRECT, "apple_music": Mode.DIRECT}


def test_what_a_service_can_never_find_it_does_not_promise(apply: Apply, sim: RunningSimulator):
    apple_music = apple_music_with_key(sim, clockwork=Clockwork(NOW))
    text = spoiled('upc: "410000201015"', new=f"spotify: {ALBUM}")
    campaign = apply(text).campaign
    assert Release.objects.get().upc == ""

    assert mode_in(campaign, provider=apple_music, is_guest=False) == Mode.REMIND
    assert explain_mode(campaign, provider=apple_music).startswith(
        "Nothing says yet which release it is at Apple Music"
    )

    mended = apply(RIGHT).campaign
    assert mode_in(mended, provider=apple_music, is_guest=False) == Mode.DIRECT


def test_a_service_without_keys_stands_on_the_page_only_where_the_file_names_it(
    apply: Apply, no_keys: Providers
):
    http = Http(gate=gate("soundcloud", Clockwork(NOW)))
    soundcloud = SoundCloudProvider(SoundCloudOptions(), http=http, now=lambda: NOW)
    providers = {**no_keys, "soundcloud": soundcloud}
    campaign = apply(providers=providers).campaign

    without = modes_of(campaign, providers=providers)
    PinnedId.objects.create(
        release=campaign.release,
        provider="soundcloud",
        external_id="held/windows",
        pinned_at=NOW,
        pinned_by="file",
    )
    again = Campaign.objects.with_release().get()
    linked = modes_of(again, providers=providers)

    assert list(without) == ["spotify", "apple_music"]
    assert linked == {**without, "soundcloud": Mode.REMIND}


def test_a_service_that_finds_nothing_by_codes_is_asked_by_its_id_alone():
    http = Http(gate=gate("soundcloud", Clockwork(NOW)))
    soundcloud = SoundCloudProvider(SoundCloudOptions(), http=http, now=lambda: NOW)
    wanted = contract.Release("T", "single", "A", pinned_id="a/t", upc="1", isrc="2")

    assert asked_by(wanted, provider=soundcloud) == replace(wanted, upc=None, isrc=None)
    assert asked_by(wanted, provider=spotify_in_development()) == wanted
