import base64
import hashlib
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from countin.providers.asking import ask
from countin.providers.contract import Ask, ConsentGone, OperatorNeeded, Refused, TryLater
from countin.providers.http import Http
from tests.providers.spotify_stage import (
    EXTENDED,
    RETURN,
    VERIFIER,
    SpotifyStage,
    accept,
    get_code,
    settings_for,
)
from tests.providers.stage import BOTH


class TestSpotifyConsent(SpotifyStage):
    """From the consent address to the first access."""

    def test_the_consent_address_carries_all_that_spotify_asks(self, provider):
        address = provider.consent_address(
            state="s", verifier=VERIFIER, return_address=RETURN, asks=BOTH
        )

        digest = hashlib.sha256(VERIFIER.encode()).digest()
        assert address.split("?")[0].endswith("/authorize")
        assert {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} == {
            "client_id": EXTENDED[0],
            "response_type": "code",
            "redirect_uri": RETURN,
            "scope": "user-library-modify user-follow-modify",
            "state": "s",
            "code_challenge_method": "S256",
            "code_challenge": base64.urlsafe_b64encode(digest).decode().rstrip("="),
        }

    def test_only_what_is_needed_is_asked_for(self, provider):
        assert provider.needs_scopes(frozenset({Ask.SAVE})) == "user-library-modify"

    @pytest.mark.parametrize("verifier", ["short", "x" * 129, "ä" * 50, "a b" * 20])
    def test_a_verifier_that_pkce_does_not_allow_is_refused(self, provider, verifier):
        with pytest.raises(ValueError, match="43 to 128"):
            provider.consent_address(state="s", verifier=verifier, return_address=RETURN, asks=BOTH)

    def test_a_save_alone_allows_no_follow(self, provider, sim, out):
        save_only = frozenset({Ask.SAVE})

        grant, access = self.connect(provider, sim=sim, fan="ada", asks=save_only)

        assert (grant.allows, grant.scopes) == (save_only, "user-library-modify")
        with pytest.raises(Refused):
            ask(provider.follow(access, artist_id=out.artist_id))

    def test_a_code_works_once(self, provider):
        code = get_code(provider)
        accept(provider, code)

        with pytest.raises(ConsentGone):
            accept(provider, code)

    def test_a_code_comes_to_nothing_after_a_minute(self, provider, sim):
        code = get_code(provider)
        sim.tell("clock", {"offset_seconds": 61})

        with pytest.raises(ConsentGone):
            accept(provider, code)

    @pytest.mark.parametrize("code", ["", "invented", "a b&c=d", "é" * 2000])
    def test_a_code_that_is_not_ours_is_no_consent(self, provider, code):
        with pytest.raises((ConsentGone, TryLater)):
            accept(provider, code)

    def test_a_code_without_its_verifier_is_no_consent(self, provider):
        code = get_code(provider)

        with pytest.raises(ConsentGone):
            accept(provider, code, verifier="x" * 43)

    def test_a_wrong_secret_is_the_operators_to_mend(self, sim, gate):
        values = settings_for(sim, (EXTENDED[0], "wrong-secret", "extended"))
        provider = self.build(values, http=Http(gate=gate))

        with pytest.raises(OperatorNeeded, match="Copy both anew") as raised:
            accept(provider, get_code(provider))

        assert "wrong-secret" not in str(raised.value)

    def test_access_works_for_an_hour(self, provider, ada):
        grant, access = ada

        assert access.usable_until - grant.authorized_at == timedelta(hours=1)
