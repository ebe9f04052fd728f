"""What every provider must pass: looking for a release."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from countin.providers.contract import BadId, Refused, Release
from tests.providers.stage import ISRC, OUT, TWIN_UPC, UPC, ProviderStage


class CatalogueContract(ProviderStage):
    """Found by its codes, in a market, once it is out there."""

    def test_its_ids_are_read_from_its_own_addresses_into_one_spelling(self, provider, out):
        forms = provider.id_forms
        release, artist = forms.release(out.pinned_id), forms.artist(out.artist_id)
        addresses = (
            provider.release_address(release, market="DE"),
            provider.artist_address(artist),
        )

        assert (forms.release(release), forms.artist(artist)) == (release, artist)
        assert (forms.release(addresses[0]), forms.artist(addresses[1])) == (release, artist)
        assert [hit.id for hit in self.find(provider, replace(out, pinned_id=release))] == [release]

    def test_what_is_no_id_is_refused_with_the_next_step(self, provider, out):
        forms = provider.id_forms
        address = provider.release_address(out.pinned_id, market="")

        for form, text in (
            (forms.release, ""),
            (forms.release, "../me?x=1"),
            (forms.artist, "https://service.example/artist/1"),
            (forms.artist, address),
        ):
            with pytest.raises(BadId) as raised:
                form(text)
            assert raised.value.mend.endswith(".")

    def test_a_release_is_found_by_each_of_its_codes_that_is_stated(self, provider, sim, out):
        by_id = self.find(provider, replace(out, upc=None, isrc=None))
        by_upc = self.find(provider, replace(out, pinned_id=None, isrc=None))
        by_isrc = self.find(provider, replace(out, pinned_id=None, upc=None))

        stated = provider.abilities.looks_up_by
        assert [hit.title.split(" - ")[0] for hit in (*by_id, *by_upc, *by_isrc)] == [out.title] * (
            1 + len(stated)
        )
        assert by_upc == (by_id if "upc" in stated else [])
        assert bool(by_isrc) == ("isrc" in stated)
        assert by_id[0].artist_ids == (self.release(sim, "out").artist_id,)
        assert by_id[0].link.startswith("https://")
        assert sim.look("complaints")["total"] == 0

    def test_codes_are_found_in_their_other_spellings(self, provider, out):
        padded = self.find(provider, replace(out, pinned_id=None, isrc=None, upc=f"0{UPC}"))
        hyphened = self.find(
            provider, replace(out, pinned_id=None, upc=None, isrc="zz-tst-26-00001")
        )

        stated = provider.abilities.looks_up_by
        assert (len(padded), len(hyphened)) == ("upc" in stated, "isrc" in stated)

    def test_a_release_of_another_artist_is_left_out(self, provider, sim, out):
        other = self.release(sim, "midnight-windows").artist_id

        for known in ({"upc": None, "isrc": None}, {"pinned_id": None}):
            assert not self.find(provider, replace(out, artist_id=other, **known))

    def test_twins_are_all_shown_and_told_apart(self, provider, sim, out):
        tracks = [{"title": "Already Out", "isrc": ISRC, "explicit": True}, {"title": "Another"}]
        twin = {**OUT, "id": "twin", "title": "The Whole Thing", "kind": "album"}
        sim.tell("releases", {**twin, "upc": TWIN_UPC, "explicit": True, "tracks": tracks})

        hits = self.find(provider, replace(out, pinned_id=None, upc=None))

        if "isrc" not in provider.abilities.looks_up_by:
            assert hits == []
            return
        assert len({hit.id for hit in hits}) == 2
        assert len({hit.note for hit in hits}) == 2
        assert any("explicit" in hit.note for hit in hits)

    def test_what_is_nowhere_is_not_found(self, provider, out):
        unknown = replace(out, pinned_id=None, isrc=None, upc="036000291452")

        assert list(self.find(provider, unknown)) == []

    def test_nothing_known_finds_nothing(self, provider, gate):
        assert list(self.find(provider, Release("T", "single", "A"))) == []
        assert gate.entered == 0

    def test_a_release_is_found_in_a_market_once_it_is_out_there(self, provider, sim):
        now = datetime.now(UTC)
        day = (now + timedelta(days=2)).date().isoformat()
        sim.tell("releases", {**OUT, "id": "soon", "upc": TWIN_UPC, "timing": "local", "date": day})
        soon = self.release(sim, "soon")

        before = self.find(provider, soon, now=now)
        sim.tell("clock", {"offset_seconds": 3 * 86_400})
        after = self.find(provider, soon, now=now + timedelta(days=3))

        assert (len(before), len(after)) == (0, 1)

    def test_a_release_is_not_found_where_it_is_not_sold(self, provider, sim, out):
        sim.tell("releases/out/availability", {"timing": "published", "excluded_markets": ["DE"]})

        there, here = self.find(provider, out, market="DE"), self.find(provider, out, market="US")

        assert (len(there), len(here)) == (0 if provider.abilities.tells_markets else 1, 1)

    def test_a_pinned_id_that_can_be_none_is_refused(self, provider, out):
        with pytest.raises(Refused):
            self.find(provider, replace(out, pinned_id="../me?x=1"))
