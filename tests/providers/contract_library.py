"""What every provider must pass: a fan's library."""

import pytest

from countin.providers.asking import ask
from countin.providers.contract import Refused, Saved, TryLater
from tests.providers.stage import ProviderStage


class LibraryContract(ProviderStage):
    """An ability that is stated is proven; one that is not stated is proven to be refused."""

    def test_a_save_ends_in_the_library(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]

        saved = ask(provider.save(ada[1], release_id=hit.id))
        sim.tell("clock", {"offset_seconds": 60})

        assert saved == (Saved.SAVED if provider.abilities.save_is_proof else Saved.ACCEPTED)
        assert sim.saved("ada", service=provider.name) == [self.bare(hit.id)]
        assert sim.look("complaints")["total"] == 0

    def test_saving_again_changes_nothing(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]

        for _ in range(2):
            ask(provider.save(ada[1], release_id=hit.id))
        sim.tell("clock", {"offset_seconds": 60})

        assert len(sim.saved("ada", service=provider.name)) == 1

    def test_what_is_no_release_is_never_sent(self, provider, ada, gate):
        before = gate.entered

        for nonsense in ("", "../me", "spotify:user:ada", "albums:1,2", "x y", "1&uris=2"):
            with pytest.raises(Refused):
                ask(provider.save(ada[1], release_id=nonsense))

        assert gate.entered == before

    def test_a_follow_is_done_or_refused_as_stated(self, provider, sim, ada, out):
        if not provider.abilities.follow:
            with pytest.raises(Refused):
                ask(provider.follow(ada[1], artist_id=out.artist_id))
            return

        for _ in range(2):
            ask(provider.follow(ada[1], artist_id=out.artist_id))

        library = sim.look("libraries?fan=ada")["fans"]["ada"][provider.name]
        assert (library["followed"], library["saved"]) == ([out.artist_id], [])

    def test_reading_back_is_done_or_refused_as_stated(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]

        def look():
            return ask(provider.read_back(ada[1], release_id=hit.id, market="DE"))

        if not provider.abilities.read_back:
            with pytest.raises(Refused):
                look()
            return
        before = look()
        ask(provider.save(ada[1], release_id=hit.id))
        at_once = look()
        sim.tell("clock", {"offset_seconds": 60})
        later = look()

        assert (before, at_once, later) == (False, False, True)

    def test_taking_back_is_done_or_refused_as_stated(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]
        ask(provider.save(ada[1], release_id=hit.id))
        if not provider.abilities.take_back:
            with pytest.raises(Refused):
                ask(provider.take_back(ada[1], release_id=hit.id))
            return

        for _ in range(2):
            ask(provider.take_back(ada[1], release_id=hit.id))

        assert sim.saved("ada", service=provider.name) == []

    def test_a_save_whose_answer_was_lost_is_safe_to_repeat(self, provider, sim, ada, out):
        hit = self.find(provider, out)[0]
        sim.tell("scenario", {"name": "cut", "share": 1.0})

        with pytest.raises(TryLater) as raised:
            ask(provider.save(ada[1], release_id=hit.id))
        saved = ask(provider.save(ada[1], release_id=hit.id))
        sim.tell("clock", {"offset_seconds": 60})

        assert (raised.value.app_wide, raised.value.after) == (False, None)
        assert saved in Saved
        assert len(sim.saved("ada", service=provider.name)) == 1
