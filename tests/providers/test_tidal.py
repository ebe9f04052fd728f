import pytest

from countin.providers.asking import ask
from countin.providers.contract import ConsentGone, Refused, Saved, TryLater
from countin.providers.tidal.library import Keys
from countin.providers.tidal.options import TidalOptions
from tests.providers.contract import ProviderContract
from tests.providers.tidal_stage import TidalStage


class TestTidal(TidalStage, ProviderContract):
    """The contract, and what is TIDAL's own."""

    def test_half_a_key_is_refused(self, sim):
        for name in ("COUNTIN_TIDAL_CLIENT_ID", "COUNTIN_TIDAL_CLIENT_SECRET"):
            with pytest.raises(ValueError, match=rf"{name} is not set\. Copy both"):
                TidalOptions.from_values({**self.values(sim), name: ""})

    def test_the_fan_is_named_by_the_tokens_answer_and_one_scope_is_asked(self, provider, sim, ada):
        account = ask(provider.identify(ada[1]))
        fans = sim.look("libraries?fan=ada")["fans"]["ada"]

        assert ada[0].scopes == "collection.write"
        assert account.id == fans["tidal"]["account_id"]

    def test_a_recording_can_be_saved_by_its_own_id(self, provider, sim, ada, out):
        ids = sim.look("releases/out")["ids"]["tidal"]
        track = f"tracks:{ids['tracks'][0]}"

        saved = ask(provider.save(ada[1], release_id=track))

        assert (saved, sim.saved("ada", service="tidal")) == (Saved.SAVED, [track])

    def test_what_this_fans_country_does_not_show_is_not_yet_and_then_is(
        self, provider, sim, ada, out
    ):
        # The same change is asked for again within the hour: an answer must not be replayed.
        sim.tell("releases/out/availability", {"timing": "published", "excluded_markets": ["DE"]})
        with pytest.raises(TryLater, match="yet"):
            ask(provider.save(ada[1], release_id=out.pinned_id))
        sim.tell("releases/out/availability", {"timing": "published"})

        saved = ask(provider.save(ada[1], release_id=out.pinned_id))

        assert (saved, len(sim.saved("ada", service="tidal"))) == (Saved.SAVED, 1)
        assert "idempotency_key_reused" not in sim.look("complaints")["kinds"]

    def test_what_was_taken_back_can_be_saved_again_at_once(self, provider, sim, ada, out):
        for _ in range(2):
            ask(provider.save(ada[1], release_id=out.pinned_id))
            ask(provider.take_back(ada[1], release_id=out.pinned_id))

        ask(provider.save(ada[1], release_id=out.pinned_id))

        assert sim.saved("ada", service="tidal") == [out.pinned_id]

    def test_a_lost_answer_is_asked_for_under_the_same_key(self, provider, sim, ada, out):
        sim.tell("scenario", {"name": "cut", "share": 1.0})
        with pytest.raises(TryLater):
            ask(provider.save(ada[1], release_id=out.pinned_id))

        ask(provider.save(ada[1], release_id=out.pinned_id))

        writes = sim.look("libraries?fan=ada")["fans"]["ada"]["tidal"]["writes"]
        assert writes[out.pinned_id]["count"] == 1, "the second answer was replayed"

    def test_a_full_collection_is_final(self, provider, sim, ada, out):
        sim.tell("fans/ada/full-library", {"service": "tidal"})

        with pytest.raises(Refused, match="full"):
            ask(provider.save(ada[1], release_id=out.pinned_id))

    def test_an_access_token_that_ended_means_later_not_gone(self, provider, sim, ada):
        sim.tell("clock", {"offset_seconds": 86_401})

        with pytest.raises(TryLater, match="access token"):
            ask(provider.save(ada[1], release_id=self.any_id))

    def test_a_code_is_good_once(self, provider, sim, ada):
        with pytest.raises(ConsentGone):
            ask(
                provider.accept_code(
                    "code-unknown",
                    verifier="v" * 50,
                    return_address="http://127.0.0.1/x",
                    now=self.now(),
                )
            )


def test_keys_are_used_again_for_lost_answers_alone_and_are_told_apart():
    keys, others = Keys(), Keys()
    lost = keys.take(("ada", "POST", "albums", "1"))

    again = keys.take(("ada", "POST", "albums", "1"))
    keys.forget(("ada", "POST", "albums", "1"))
    anew = keys.take(("ada", "POST", "albums", "1"))

    assert again == lost
    assert len({lost, anew, others.take(("ada", "POST", "albums", "1"))}) == 3
    assert len(lost) <= 128
