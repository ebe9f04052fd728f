from datetime import UTC, datetime

import pytest

from countin.providers.asking import ask
from countin.providers.contract import BadId, ConsentGone, Refused, TryLater
from countin.providers.soundcloud.ids import spell_artist, spell_release
from countin.providers.soundcloud.options import SoundCloudOptions
from tests.providers.contract import ProviderContract
from tests.providers.soundcloud_stage import SoundCloudStage
from tests.providers.stage import OUT, TWIN_UPC


class TestSoundCloud(SoundCloudStage, ProviderContract):
    """The contract, and what is SoundCloud's own."""

    def test_half_a_key_is_refused(self, sim):
        for name in ("COUNTIN_SOUNDCLOUD_CLIENT_ID", "COUNTIN_SOUNDCLOUD_CLIENT_SECRET"):
            with pytest.raises(ValueError, match=rf"{name} is not set\. Copy both"):
                SoundCloudOptions.from_values({**self.values(sim), name: ""})

    def test_each_refresh_hands_over_a_new_secret_and_ends_the_old(self, provider, sim, ada):
        now = datetime.now(UTC)

        rotated = ask(provider.refresh(ada[0], now=now)).rotated

        assert rotated
        assert rotated != ada[0].secret
        with pytest.raises(ConsentGone):
            ask(provider.refresh(ada[0], now=now))

    def test_a_refresh_whose_answer_was_lost_is_the_fans_to_mend(self, provider, sim, ada):
        sim.tell("scenario", {"name": "cut", "share": 1.0, "refresh": True})
        now = datetime.now(UTC)
        with pytest.raises(TryLater):
            ask(provider.refresh(ada[0], now=now))

        with pytest.raises(ConsentGone) as raised:
            ask(provider.refresh(ada[0], now=now))

        assert raised.value.reason == "grant_refused"
        assert sim.look("complaints")["total"] == 0, "nothing but the lost answer was asked twice"

    def test_a_follow_that_is_one_too_many_is_final(self, provider, sim, ada, out):
        sim.tell("fans/ada/full-library", {"service": "soundcloud"})

        with pytest.raises(Refused, match="nobody more"):
            ask(provider.follow(ada[1], artist_id=out.artist_id))

    def test_what_is_private_is_not_there_yet_and_then_is(self, provider, sim, ada, out):
        sim.tell("releases/out/availability", {"timing": "global", "at": "2099-01-01T00:00:00Z"})
        before = self.find(provider, out)
        with pytest.raises(TryLater, match="yet"):
            ask(provider.save(ada[1], release_id=out.pinned_id))
        sim.tell("releases/out/availability", {"timing": "published"})

        ask(provider.save(ada[1], release_id=out.pinned_id))

        assert before == []
        assert sim.saved("ada", service="soundcloud") == [out.pinned_id]

    def test_an_album_is_a_set_and_is_liked_as_one(self, provider, sim, ada):
        album = {**OUT, "id": "whole", "kind": "album", "upc": TWIN_UPC}
        sim.tell("releases", {**album, "tracks": [{"title": "One"}, {"title": "Two"}]})
        whole = self.release(sim, "whole")

        hit = self.find(provider, whole)[0]
        ask(provider.save(ada[1], release_id=hit.id))

        assert (hit.id, hit.note) == ("the-testers/sets/whole", "2 tracks")
        assert sim.saved("ada", service="soundcloud") == ["the-testers/sets/whole"]

    def test_where_a_link_leads_is_asked_once_for_all_fans(self, provider, sim, ada, out):
        for fan in ("bea", "cy"):
            sim.add_fan(fan, country="US")
            _grant, access = self.connect(provider, sim=sim, fan=fan)
            ask(provider.save(access, release_id=out.pinned_id))

        calls = sim.look("calls")["services"]["soundcloud"]
        assert calls["GET /resolve"] == {"302": 1}


@pytest.mark.parametrize(
    "text",
    [
        "https://soundcloud.com/The-Testers/Already-Out",
        "https://m.soundcloud.com/the-testers/already-out?si=abc&utm_source=x",
        "http://www.soundcloud.com/the-testers/already-out/",
        "https://soundcloud.com/the-testers/already-out/s-SeCrEt1",
        "the-testers/already-out",
    ],
)
def test_links_are_read_into_one_spelling_without_their_secret(text):
    assert spell_release(text) == "the-testers/already-out"


@pytest.mark.parametrize(
    "text",
    [
        "https://on.soundcloud.com/AbCdEf",
        "https://soundcloud.com/the-testers",
        "https://soundcloud.com/the-testers/sets",
        "https://soundcloud.com/discover/sets/new",
        "the-testers",
    ],
)
def test_what_names_no_release_is_refused(text):
    with pytest.raises(BadId, match="browser's bar"):
        spell_release(text)


def test_an_artist_is_a_page_of_their_own():
    assert spell_artist("https://soundcloud.com/the-testers?x=1") == "the-testers"
    with pytest.raises(BadId):
        spell_artist("https://soundcloud.com/discover")
