from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from countin.providers.asking import ask
from countin.providers.contract import Account, ConsentGone, Refused, Saved
from tests.providers.apple_music_stage import AppleMusicStage
from tests.providers.contract import ProviderContract
from tests.providers.stage import OUT, TWIN_UPC


class TestAppleMusic(AppleMusicStage, ProviderContract):
    """The contract, and what is Apple's own."""

    # Fans

    @pytest.mark.parametrize("token", ["", "a b", "line\r\nX-Evil: 1", "é", "x" * 9000])
    def test_what_can_be_no_token_is_no_consent(self, provider, token, gate):
        with pytest.raises(ConsentGone):
            ask(provider.accept_token(token, now=datetime.now(UTC)))

        assert gate.entered == 0

    def test_an_invented_token_is_found_out_at_once(self, provider):
        _grant, access = ask(provider.accept_token("invented", now=datetime.now(UTC)))

        with pytest.raises(ConsentGone) as raised:
            ask(provider.identify(access))

        assert raised.value.reason == "grant_refused"

    def test_the_storefront_is_the_market(self, provider, ada):
        assert ask(provider.identify(ada[1])) == Account(id=None, market="DE")

    def test_without_a_subscription_the_library_stays_closed(self, provider, sim, ada, out):
        sim.tell("fans/ada/subscription", {"subscribed": False})

        with pytest.raises(ConsentGone) as raised:
            ask(provider.save(ada[1], release_id=out.pinned_id))

        assert raised.value.reason == "no_subscription"

    # The catalogue

    def test_ids_differ_by_storefront_and_the_equivalent_is_found(self, provider, sim):
        sim.tell("releases", {**OUT, "id": "split", "upc": TWIN_UPC, "storefront_ids": True})
        german = replace(self.release(sim, "split", market="DE"), upc=None, isrc=None)
        american = self.release(sim, "split", market="US")

        there, here = self.find(provider, german, market="US"), self.find(provider, german)

        assert american.pinned_id != german.pinned_id
        assert [hit.id for hit in (*there, *here)] == [
            f"albums:{american.pinned_id}",
            f"albums:{german.pinned_id}",
        ]

    def test_a_pinned_id_is_read_in_its_spellings(self, provider, sim, out):
        number = out.pinned_id
        song = self.find(provider, replace(out, pinned_id=None, upc=None))[0].id
        links = (
            f"https://music.apple.com/de/album/already-out/{number}",
            f"https://music.apple.com/album/{number}?l=en",
            f"albums:{number}",
        )

        found = [self.find(provider, replace(out, pinned_id=link))[0].id for link in links]
        linked_song = self.find(
            provider,
            replace(out, pinned_id=f"https://music.apple.com/de/album/x/{number}?i={song[6:]}"),
        )

        assert found == [f"albums:{number}"] * 3
        assert [hit.id for hit in linked_song] == [song]

    def test_a_pre_order_is_not_out(self, provider, sim):
        day = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
        soon = {**OUT, "id": "soon", "upc": TWIN_UPC, "timing": "local", "date": day}
        sim.tell("releases", {**soon, "pre_add": "works"})
        pinned = self.release(sim, "soon")

        hits = [*self.find(provider, pinned), *self.find(provider, replace(pinned, pinned_id=None))]

        assert hits == []

    def test_a_pre_order_can_be_found_and_added_early(self, provider, sim, ada, out):
        day = (datetime.now(UTC) + timedelta(days=20)).date().isoformat()
        soon = {**OUT, "id": "soon", "upc": TWIN_UPC, "timing": "local", "date": day}
        sim.tell("releases", {**soon, "pre_add": "works"})
        by_upc = replace(self.release(sim, "soon"), pinned_id=None)

        def upcoming(release):
            return ask(provider.find_upcoming(release, market="DE", now=self.now()))

        (hit,) = upcoming(by_upc)
        saved = ask(provider.save(ada[1], release_id=hit.id))
        sim.tell("clock", {"offset_seconds": 22 * 86_400})
        is_there = ask(provider.read_back(ada[1], release_id=hit.id, market="DE"))

        assert (saved, is_there) == (Saved.ACCEPTED, True)
        assert (upcoming(by_upc), upcoming(out)) == ([], [])

    def test_a_pre_order_is_out_at_its_moment_and_no_sooner(self, provider, sim):
        sim.tell("clock", {"now": "2026-12-18T03:00:00Z"})
        soon = {**OUT, "id": "soon", "upc": TWIN_UPC, "pre_add": "works", "date": "2026-12-18"}
        sim.tell("releases", {**soon, "timing": "global", "at": "2026-12-18T05:00:00Z"})
        pinned = self.release(sim, "soon")

        before = self.find(provider, pinned, now=self.now())
        sim.tell("clock", {"now": "2026-12-18T05:00:00Z"})
        after = self.find(provider, pinned, now=self.now())

        assert (len(before), len(after)) == (0, 1)

    def test_a_market_that_apple_does_not_know_is_refused(self, provider, out):
        with pytest.raises(Refused):
            self.find(provider, replace(out, pinned_id=None), market="XX")

    # The library

    def test_a_song_is_added_where_only_its_isrc_is_known(self, provider, sim, ada, out):
        hit = self.find(provider, replace(out, pinned_id=None, upc=None))[0]

        saved = ask(provider.save(ada[1], release_id=hit.id))
        sim.tell("clock", {"offset_seconds": 60})
        is_there = ask(provider.read_back(ada[1], release_id=hit.id, market="DE"))

        assert (saved, is_there, hit.id.split(":")[0]) == (Saved.ACCEPTED, True, "songs")

    def test_a_silent_202_is_seen_through(self, provider, sim, ada, out):
        sim.tell("scenario", {"name": "silent-202"})

        saved = ask(provider.save(ada[1], release_id=out.pinned_id))
        sim.tell("clock", {"offset_seconds": 3600})
        is_there = ask(provider.read_back(ada[1], release_id=out.pinned_id, market="DE"))

        assert (saved, is_there) == (Saved.ACCEPTED, False)

    def test_a_late_library_is_seen_later(self, provider, sim, ada, out):
        sim.tell("scenario", {"name": "late-library", "minutes": 30})
        ask(provider.save(ada[1], release_id=out.pinned_id))

        def look():
            return ask(provider.read_back(ada[1], release_id=out.pinned_id, market="DE"))

        sim.tell("clock", {"offset_seconds": 60})
        soon = look()
        sim.tell("clock", {"offset_seconds": 1900})
        later = look()

        assert (soon, later) == (False, True)

    def test_brackets_are_encoded(self, provider, sim, ada, out):
        ask(provider.save(ada[1], release_id=out.pinned_id))

        assert sim.look("complaints")["kinds"] == {}
