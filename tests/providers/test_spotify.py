from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from countin.providers.asking import ask, ask_many
from countin.providers.contract import Ask, ConsentGone, Mode, OperatorNeeded, Refused, TryLater
from countin.providers.spotify.options import SpotifyOptions
from tests.providers.contract import ProviderContract
from tests.providers.spotify_stage import EXTENDED, SpotifyStage
from tests.providers.stage import OUT


class TestSpotify(SpotifyStage, ProviderContract):
    """The contract, and what is Spotify's own."""

    # Modes

    def test_development_quota_reminds_the_public_and_connects_guests(self, guests_only):
        modes = (guests_only.public_mode, guests_only.guest_mode, guests_only.can_look)

        assert modes == (Mode.REMIND, Mode.DIRECT, True)
        assert "Extended quota" in guests_only.mode_because

    def test_a_page_may_only_lead_to_spotify(self, provider, sim):
        assert provider.content_sources.form_action == (sim.base_url,)

    @pytest.mark.parametrize(
        ("changed", "message"),
        [
            ({"COUNTIN_SPOTIFY_QUOTA": "Extended!"}, r"QUOTA is unknown\. Set it to development"),
            ({"COUNTIN_SPOTIFY_CLIENT_SECRET": ""}, r"CLIENT_SECRET is not\. Copy both"),
            ({"COUNTIN_SPOTIFY_CLIENT_ID": " "}, r"CLIENT_ID is not\. Copy both"),
        ],
    )
    def test_half_a_key_or_an_unknown_quota_is_refused(self, sim, changed, message):
        values = {**self.values(sim), **changed}

        with pytest.raises(ValueError, match=message) as raised:
            SpotifyOptions.from_values(values)

        assert EXTENDED[1] not in str(raised.value)

    # Refresh

    def test_a_refresh_without_rotation_keeps_the_secret(self, provider, ada):
        access = ask(provider.refresh(ada[0], now=datetime.now(UTC)))

        assert access.rotated is None

    def test_a_rotated_secret_is_handed_over_and_the_old_one_is_dead(self, provider, sim, ada):
        sim.tell("scenario", {"name": "rotating-tokens"})
        now = datetime.now(UTC)

        rotated = ask(provider.refresh(ada[0], now=now)).rotated

        assert rotated
        assert rotated != ada[0].secret
        with pytest.raises(ConsentGone):
            ask(provider.refresh(ada[0], now=now))

    def test_a_grant_ends_after_six_months_though_it_was_refreshed(self, provider, sim, ada):
        now = datetime.now(UTC)
        sim.tell("clock", {"offset_seconds": 100 * 86_400})
        ask(provider.refresh(ada[0], now=now + timedelta(days=100)))
        sim.tell("clock", {"offset_seconds": 190 * 86_400})

        with pytest.raises(ConsentGone):
            ask(provider.refresh(ada[0], now=now + timedelta(days=190)))

    def test_an_access_token_that_ended_means_later_not_gone(self, provider, sim, ada):
        sim.tell("clock", {"offset_seconds": 3601})

        with pytest.raises(TryLater, match="access token"):
            ask(provider.save(ada[1], release_id=self.any_id))

    # Quota and standing

    @pytest.mark.parametrize("shape", ["json", "bare"])
    def test_an_account_that_is_not_listed_is_refused_at_once(self, guests_only, sim, shape):
        sim.tell("scenario", {"name": "development-mode", "answer": shape})
        _grant, access = self.connect(guests_only, sim=sim, fan="ada")

        with pytest.raises(Refused) as raised:
            ask(guests_only.identify(access))

        assert raised.value.because == "not_allowed_by_quota"

    @pytest.mark.parametrize("shape", ["json", "bare"])
    def test_an_extended_app_that_was_put_back_calls_its_operator(self, provider, sim, ada, shape):
        sim.tell("scenario", {"name": "development-mode", "answer": shape})

        with pytest.raises(OperatorNeeded, match="development mode") as raised:
            ask(provider.save(ada[1], release_id=self.any_id))
        assert raised.value.of_one  # nobody knows yet whether it is only ada
        with pytest.raises(OperatorNeeded, match="development mode"):
            ask(provider.follow(ada[1], artist_id=self.release(sim, "out").artist_id))

    def test_a_listed_guest_is_saved_and_followed_in_development_mode(self, guests_only, sim):
        sim.add_fan("guest", country="DE", allow_listed=True)
        out = self.release(sim, "out")
        _grant, access = self.connect(guests_only, sim=sim, fan="guest")

        for pinned in (out, replace(out, pinned_id=None), replace(out, pinned_id=None, upc=None)):
            assert len(self.find(guests_only, pinned)) == 1
        ask(guests_only.save(access, release_id=out.pinned_id))
        ask(guests_only.follow(access, artist_id=out.artist_id))

        assert sim.saved("guest") == [out.pinned_id]
        assert sim.look("complaints")["total"] == 0

    def test_a_lapsed_premium_is_the_operators_to_mend(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]
        sim.tell("scenario", {"name": "owner-premium-lapsed"})
        calls = self.calls(provider, grant=ada[0], access=ada[1], out=out, release_id=hit.id)

        for call in calls:
            with pytest.raises(OperatorNeeded, match="Renew Premium"):
                ask(call())

    def test_a_spent_budget_parks_everything_for_a_day(self, provider, sim, gate, ada, out):
        sim.tell("scenario", {"name": "quota-exhausted"})

        with pytest.raises(TryLater) as raised:
            self.find(provider, out)

        day = timedelta(days=1)
        assert (raised.value.because, raised.value.after) == ("quota_exhausted", day)
        assert gate.cooled_down == [(day, "quota_exhausted")]

    def test_a_missing_scope_is_the_fans_to_mend(self, provider, sim, ada):
        _grant, access = self.connect(provider, sim=sim, fan="ada", asks=frozenset({Ask.FOLLOW}))

        with pytest.raises(ConsentGone) as raised:
            ask(provider.save(access, release_id=self.any_id))

        assert raised.value.reason == "grant_refused"

    def test_a_full_library_is_no_reason_to_give_up_at_once(self, provider, sim, ada, out):
        sim.tell("fans/ada/full-library")

        with pytest.raises(TryLater, match="502"):
            ask(provider.save(ada[1], release_id=out.pinned_id))

    # The library

    def test_a_follow_goes_the_old_way_where_the_new_one_refuses(self, provider, sim, ada, out):
        sim.tell("settings", {"artist_uris_refused": True})

        ask(provider.follow(ada[1], artist_id=out.artist_id))

        library = sim.look("libraries?fan=ada")["fans"]["ada"]["spotify"]
        assert library["followed"] == [out.artist_id]

    def test_a_follow_is_refused_where_neither_way_is_open(self, guests_only, sim):
        sim.add_fan("guest", allow_listed=True)
        sim.tell("settings", {"artist_uris_refused": True})
        _grant, access = self.connect(guests_only, sim=sim, fan="guest")

        with pytest.raises(Refused):
            ask(guests_only.follow(access, artist_id=self.release(sim, "out").artist_id))

    def test_a_track_is_saved_where_only_its_isrc_is_known(self, provider, sim, ada, out):
        hit = self.find(provider, replace(out, pinned_id=None, upc=None))[0]

        ask(provider.save(ada[1], release_id=hit.id))

        assert hit.id.startswith("spotify:track:")
        assert sim.saved("ada") == [hit.id]

    def test_an_album_that_spotify_does_not_know_is_refused(self, provider, ada):
        with pytest.raises(Refused, match="400"):
            ask(provider.save(ada[1], release_id=self.any_id))

    # The catalogue

    @pytest.mark.parametrize("form", ["not_found", "restricted"])
    def test_a_release_is_not_there_in_either_form_of_saying_so(self, provider, sim, out, form):
        sim.tell("settings", {"unavailable_album": form})
        sim.tell("releases/out/availability", {"timing": "published", "excluded_markets": ["DE"]})

        assert list(self.find(provider, out)) == []

    def test_a_link_pins_as_well_as_a_uri(self, provider, out):
        bare = out.pinned_id.rsplit(":", 1)[1]
        links = (f"https://open.spotify.com/album/{bare}?si=1", bare)

        found = [self.find(provider, replace(out, pinned_id=link))[0].id for link in links]

        assert found == [out.pinned_id] * 2

    def test_one_app_token_serves_all_look_ups_until_it_ends(self, provider, sim, out):
        now = datetime.now(UTC)

        def tokens() -> int:
            calls = sim.look("calls")["services"]["spotify"]
            return sum(sum(n.values()) for name, n in calls.items() if "token" in name)

        looks = (provider.find_release(out, market="DE", now=now) for _ in range(50))
        list(ask_many(looks))
        first = tokens()
        sim.tell("clock", {"offset_seconds": 4000})
        self.find(provider, out, now=now)
        renewed_when_refused = tokens()
        self.find(provider, out, now=now + timedelta(seconds=7700))

        assert (first, renewed_when_refused, tokens()) == (1, 2, 3)

    def test_several_barcode_hits_are_all_shown(self, provider, sim, out):
        sim.tell("releases", {**OUT, "id": "deluxe", "title": "Already Out (Deluxe)"})

        hits = self.find(provider, replace(out, pinned_id=None))

        assert sorted(hit.title for hit in hits) == ["Already Out", "Already Out (Deluxe)"]

    def test_every_answer_of_the_library_is_proof(self, provider, sim, ada, out):
        ask(provider.save(ada[1], release_id=out.pinned_id))

        calls = sim.look("calls")["services"]["spotify"]
        assert calls["PUT /me/library"] == {"200": 1}
