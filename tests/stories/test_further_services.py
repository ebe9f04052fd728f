"""Release night at TIDAL and SoundCloud, against their stand-ins."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from countin.campaigns.models import ArtistId, PinnedId
from countin.fans.models import Grant
from countin.pacing.gates import AccountGate
from countin.providers.asking import ask
from countin.providers.contract import Ask
from countin.providers.contract import Grant as Given
from countin.providers.soundcloud.options import SoundCloudOptions
from countin.providers.soundcloud.provider import SoundCloudProvider
from countin.providers.tidal.options import TidalOptions
from countin.providers.tidal.provider import TidalProvider
from simulator.running import RunningSimulator
from tests.providers import soundcloud_stage, tidal_stage
from tests.providers.spotify_stage import VERIFIER, agree
from tests.stories.night import RELEASE, Night

pytestmark = pytest.mark.once
BOTH = ("tidal", "soundcloud")


class FurtherNight(Night):
    """The same campaign, whose file names it at both services as well."""

    def __init__(self, sim: RunningSimulator) -> None:
        super().__init__(sim)
        tidal = TidalOptions.from_values(tidal_stage.settings_for(sim))
        soundcloud = SoundCloudOptions.from_values(soundcloud_stage.settings_for(sim))
        self.providers["tidal"] = TidalProvider(tidal, http=self._paced("tidal", tidal.client_id))
        self.providers["soundcloud"] = SoundCloudProvider(
            soundcloud, http=self._paced("soundcloud", soundcloud.client_id), now=self.now
        )
        release, ids = self.campaign.release, sim.look(f"releases/{RELEASE}")["ids"]
        PinnedId.objects.create(
            release=release,
            provider="soundcloud",
            external_id=ids["soundcloud"]["release"],
            pinned_at=self.now(),
            pinned_by="file",
        )
        for name in ("tidal", "soundcloud"):
            ArtistId.objects.create(
                artist=release.artist, provider=name, external_id=ids[name]["artist"]
            )

    def crowds(self, size: int, *, follow: bool = False) -> dict[str, set[str]]:
        """So many fans at each of both, by service."""
        names = {at: [f"{at}-{number}" for number in range(size)] for at in BOTH}
        for at, fans in names.items():
            for fan in fans:
                self.connect(fan, follow=follow, at=at)
        return {at: set(fans) for at, fans in names.items()}

    def held(self, service: str) -> set[str]:
        fans = self.sim.look("libraries")["fans"]
        return {name for name, at in fans.items() if at.get(service, {}).get("saved")}

    def followed(self, service: str) -> set[str]:
        fans = self.sim.look("libraries")["fans"]
        return {name for name, at in fans.items() if at.get(service, {}).get("followed")}

    def _paced(self, name: str, client_id: str):
        return self._http(AccountGate(provider=name, client_id=client_id, now=self.now))

    def _grant(self, fan: str, *, at: str, follow: bool, country: str) -> tuple[Given, str, str]:
        provider = self.providers[at]
        assert isinstance(provider, TidalProvider | SoundCloudProvider)
        back = f"http://127.0.0.1:8000/connect/{at}/return"
        asks = frozenset({Ask.SAVE, Ask.FOLLOW} if follow else {Ask.SAVE})
        address = provider.consent_address(
            state="s" * 40, verifier=VERIFIER, return_address=back, asks=asks
        )
        code = agree(address, fan=fan)["code"]
        given, access = ask(
            provider.accept_code(code, verifier=VERIFIER, return_address=back, now=self.now())
        )
        account = ask(provider.identify(access))
        assert account.id
        return given, account.id, country


@pytest.fixture
def further(transactional_db: None) -> Iterator[FurtherNight]:
    with RunningSimulator() as sim:
        night = FurtherNight(sim)
        yield night
        night.close()


def test_on_a_calm_night_every_promise_is_kept_and_every_grant_shredded(further: FurtherNight):
    fans = further.crowds(3, follow=True)

    further.work_until_quiet()
    before = {at: further.held(at) for at in BOTH}
    further.to_release()
    further.play()

    assert (before, further.states()) == ({at: set() for at in BOTH}, {"saved": 6})
    assert {at: further.held(at) for at in BOTH} == fans
    assert {at: further.followed(at) for at in BOTH} == fans
    assert Grant.objects.exclude(sealed=None).count() == 0
    assert set(further.complaints()) <= {"saved_before_release"}


def test_in_a_storm_with_lost_answers_nothing_is_lost(further: FurtherNight):
    fans = further.crowds(4)
    further.sim.tell(
        "scenario",
        [
            scenario
            for service in BOTH
            for scenario in (
                {"name": "flaky", "provider": service, "share": 0.3},
                {"name": "cut", "provider": service, "share": 0.5},
            )
        ],
    )

    further.to_release()
    further.play()

    assert further.states() == {"saved": 8}
    assert {at: further.held(at) for at in BOTH} == fans


def test_a_lost_refresh_asks_the_fan_and_no_dead_token_is_ever_sent_twice(further: FurtherNight):
    # At SoundCloud a refresh ends its secret: whose answer is lost, only the fan can mend.
    further.crowd(4, at="soundcloud")
    further.sim.tell(
        "scenario",
        {"name": "cut", "provider": "soundcloud", "share": 0.5, "refresh": True},
    )

    further.to_release()
    further.play(until=further.now() + timedelta(hours=3))

    states = further.states()
    assert states["saved"] + states["needs_fan"] == 4
    assert 0 < states["needs_fan"] < 4
    assert len(further.held("soundcloud")) == states["saved"]
    assert "dead_refresh_token" not in further.complaints()
