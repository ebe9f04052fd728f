"""A workspace, and the simulator with providers that speak to it."""

import random
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

import pytest

from countin.campaigns.applying import Applied, apply_campaign_file
from countin.pacing.gates import AccountGate
from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.contract import Provider
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.workspaces.defaults import default_workspace
from countin.workspaces.models import Workspace
from simulator.running import RunningSimulator
from tests.campaigns.clockwork import Clockwork
from tests.campaigns.written import NOW, RIGHT, read, write_file

Apply = Callable[..., Applied]


@pytest.fixture
def clockwork() -> Clockwork:
    """The moment that everything in a test takes for now."""
    return Clockwork(NOW)


@pytest.fixture
def workspace(db: None) -> Workspace:
    """The one workspace."""
    return default_workspace(now=NOW)


@pytest.fixture
def sim(clockwork: Clockwork) -> Iterator[RunningSimulator]:
    """The services, at the same moment as the test."""
    with RunningSimulator() as running:
        clockwork.follow(running)
        yield running


@pytest.fixture
def providers(sim: RunningSimulator, clockwork: Clockwork) -> Mapping[str, Provider]:
    """Both services with every key."""
    return {
        "spotify": spotify_with_key(sim, clockwork=clockwork),
        "apple_music": apple_music_with_key(sim, clockwork=clockwork),
    }


@pytest.fixture
def no_keys() -> Mapping[str, Provider]:
    """Both services without any key, at addresses where nobody answers."""
    spotify, apple_music = (
        Http(gate=gate(name, Clockwork(NOW))) for name in ("spotify", "apple_music")
    )
    return {
        "spotify": SpotifyProvider(SpotifyOptions(), http=spotify),
        "apple_music": AppleMusicProvider(AppleMusicOptions(), http=apple_music, now=lambda: NOW),
    }


@pytest.fixture
def apply(workspace: Workspace, tmp_path: Path, no_keys: Mapping[str, Provider]) -> Apply:
    """Apply a text as a campaign file; with nothing else said, on an installation without keys."""

    def apply_text(
        text: str = RIGHT,
        *,
        providers: Mapping[str, Provider] = no_keys,
        publish: bool = True,
        now: datetime = NOW,
    ) -> Applied:
        return apply_campaign_file(
            read(write_file(tmp_path, text=text)),
            workspace=workspace,
            providers=providers,
            base_url="http://127.0.0.1:8000",
            media_root=tmp_path / "media",
            publish=publish,
            now=now,
        )

    return apply_text


@pytest.fixture
def chance() -> random.Random:
    """The same in every run."""
    return random.Random(7)


def spotify_with_key(sim: RunningSimulator, *, clockwork: Clockwork) -> SpotifyProvider:
    """Extended quota at the simulator."""
    options = SpotifyOptions(
        client_id="simulated-extended",
        client_secret="simulated-extended-secret",
        quota="extended",
        accounts_url=sim.spotify_accounts_url,
        api_url=sim.spotify_api_url,
    )
    return SpotifyProvider(options, http=Http(gate=gate("spotify", clockwork)))


def apple_music_with_key(sim: RunningSimulator, *, clockwork: Clockwork) -> AppleMusicProvider:
    """The key pair that the simulator made."""
    options = AppleMusicOptions(
        team_id=sim.apple_team_id,
        key_id=sim.apple_key_id,
        private_key=sim.apple_private_key,
        api_url=sim.apple_api_url,
        musickit_url=sim.apple_musickit_url,
    )
    return AppleMusicProvider(
        options, http=Http(gate=gate("apple_music", clockwork)), now=clockwork.read
    )


def gate(provider: str, clockwork: Clockwork) -> AccountGate:
    """A gate that goes by the test's clock."""
    return AccountGate(provider=provider, client_id="", now=clockwork.read)
