from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.asking import ask
from countin.providers.contract import OperatorNeeded, Refused
from countin.providers.http import Http
from simulator.running import RunningSimulator, new_apple_key
from tests.providers.apple_music_stage import ORIGIN, AppleMusicStage


def pem_of(key):
    return key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


class TestAppleMusicKeys(AppleMusicStage):
    """Developer tokens, and the key that signs them."""

    def read_token(self, token: str, sim: RunningSimulator) -> tuple[Any, Any]:
        pem = sim.apple_private_key.encode()
        key: Any = serialization.load_pem_private_key(pem, password=None)
        claims = jwt.decode(token, key.public_key(), algorithms=["ES256"])
        return jwt.get_unverified_header(token), claims

    def test_a_page_token_is_short_lived_and_good_on_one_origin(self, provider, sim):
        now = datetime.now(UTC)

        header, claims = self.read_token(provider.page_token(origin=ORIGIN, now=now), sim)

        assert (header["alg"], header["kid"]) == ("ES256", sim.apple_key_id)
        assert (claims["iss"], claims["origin"]) == (sim.apple_team_id, [ORIGIN])
        assert claims["iat"] <= now.timestamp()
        assert timedelta(hours=1) < datetime.fromtimestamp(claims["exp"], UTC) - now
        assert datetime.fromtimestamp(claims["exp"], UTC) - now <= timedelta(hours=2)

    def test_the_servers_own_token_never_leaves_by_the_page_and_has_no_origin(self, provider, sim):
        self.connect(provider, sim=sim, fan="ada")
        ask(provider.find_release(self.release(sim, "out"), market="DE", now=datetime.now(UTC)))

        kinds = sim.look("complaints")["kinds"]
        assert kinds == {}

    def test_the_servers_token_is_renewed_in_good_time(self, sim, gate):
        moment = [datetime.now(UTC)]
        options = AppleMusicOptions.from_values(self.values(sim))
        provider = AppleMusicProvider(options, http=Http(gate=gate), now=lambda: moment[0])
        out = self.release(sim, "out")

        found = []
        for hours in (0, 4, 5, 12, 200, 1):
            moment[0] = datetime.now(UTC) + timedelta(hours=hours)
            sim.tell("clock", {"offset_seconds": hours * 3600})
            found.append(len(self.find(provider, out)))

        assert found == [1] * 6

    @pytest.mark.parametrize("form", ["as it is", "escaped", "windows", "spaces around"])
    def test_a_key_is_read_in_the_forms_it_is_kept_in(self, sim, gate, form):
        pem = sim.apple_private_key
        forms = {
            "as it is": pem,
            "escaped": pem.strip().replace("\n", "\\n"),
            "windows": pem.replace("\n", "\r\n"),
            "spaces around": f"\n  {pem}  \n",
        }
        values = {**self.values(sim), "COUNTIN_APPLE_PRIVATE_KEY": forms[form]}

        provider = self.build(values, http=Http(gate=gate))

        assert self.read_token(provider.page_token(origin=ORIGIN, now=datetime.now(UTC)), sim)

    @pytest.mark.parametrize("kind", ["none", "another curve", "rsa", "half"])
    def test_a_key_that_is_none_of_apples_is_refused_and_not_repeated(self, sim, kind):
        pem = {
            "none": "/etc/keys/AuthKey_S3CRET.p8",
            "another curve": pem_of(ec.generate_private_key(ec.SECP384R1())),
            "rsa": pem_of(rsa.generate_private_key(public_exponent=65537, key_size=2048)),
            "half": sim.apple_private_key[:100],
        }[kind]
        values = {**self.values(sim), "COUNTIN_APPLE_PRIVATE_KEY": pem}

        with pytest.raises(ValueError, match=r"PRIVATE_KEY holds .*\. Set COUNTIN_APPLE") as raised:
            AppleMusicOptions.from_values(values)

        assert pem not in str(raised.value)
        assert raised.value.__cause__ is None

    def test_part_of_a_key_is_refused(self, sim):
        values = {**self.values(sim), "COUNTIN_APPLE_KEY_ID": "", "COUNTIN_APPLE_TEAM_ID": ""}

        with pytest.raises(ValueError, match="TEAM_ID and COUNTIN_APPLE_KEY_ID is not set"):
            AppleMusicOptions.from_values(values)

    def test_a_key_that_apple_does_not_know_is_the_operators_to_mend(self, sim, gate, ada, out):
        private_key, _public_key = new_apple_key()
        values = {**self.values(sim), "COUNTIN_APPLE_PRIVATE_KEY": private_key}
        stranger = self.build(values, http=Http(gate=gate))
        calls = self.calls(stranger, grant=ada[0], access=ada[1], out=out, release_id="albums:1")

        for call in calls:
            with pytest.raises(OperatorNeeded, match="Check team id"):
                ask(call())

    def test_without_a_key_there_is_no_page_token(self, keyless):
        with pytest.raises(Refused, match="Set COUNTIN_APPLE"):
            keyless.page_token(origin=ORIGIN, now=datetime.now(UTC))

    def test_the_script_is_apples_own_and_the_page_may_load_it(self, provider, keyless, sim):
        sources = provider.content_sources

        assert provider.script_address() == sim.apple_musickit_url
        assert (sources.script, sources.connect) == ((sim.base_url,), (sim.base_url,))
        assert keyless.script_address().startswith("https://js-cdn.music.apple.com/musickit/v3/")
        assert "https://api.music.apple.com" in keyless.content_sources.connect
