"""Texts to share: what they say, in which language, and what they never say."""

import pytest

from countin.languages.available import read_languages
from countin.visits.share_texts import texts_of
from tests.api.asking import Program
from tests.house import test_claims
from tests.house.claims_abroad import claims_abroad
from tests.insights.rows import AFTER, BEFORE, make_campaign
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
_ADDRESS = "https://p.example/midnight?via=newsletter"


def test_three_lengths_in_every_language_carry_title_and_address_and_claim_nothing():
    """Before and after the release, where something is saved and where nothing is."""
    campaign = make_campaign()
    languages = [code for code, _name in read_languages()]

    told = {
        (code, saves, now): texts_of(
            campaign, address=_ADDRESS, language=code, saves=saves, now=now
        )
        for code in languages
        for saves in (True, False)
        for now in (BEFORE, AFTER)
    }

    assert len(languages) == 12
    assert len({told[code, True, BEFORE][0].words for code in languages}) == len(languages)
    for (code, _saves, _now), texts in told.items():
        assert [text.key for text in texts] == ["short", "middle", "long"]
        lengths = [len(text.words) for text in texts]
        assert lengths == sorted(lengths)
        assert all("Midnight Single" in text.words for text in texts)
        assert all(text.words.endswith(_ADDRESS) for text in texts)
        assert not any(test_claims._CLAIMS.search(text.words) for text in texts)
        assert [claims_abroad(text.words, language=code) for text in texts] == [[]] * 3


def test_a_save_is_offered_only_where_one_is_made_and_nothing_once_it_is_out():
    campaign = make_campaign()
    asked = {"address": _ADDRESS, "language": "en"}

    saved = texts_of(campaign, saves=True, now=BEFORE, **asked)[2].words
    reminded = texts_of(campaign, saves=False, now=BEFORE, **asked)[2].words
    out = texts_of(campaign, saves=True, now=AFTER, **asked)[0].words

    assert "shall we save it for you?" in saved
    assert "save" not in reminded
    assert out == f"Out now: “Midnight Single” by The Held Notes {_ADDRESS}"


def test_the_kit_is_for_the_channel_and_the_language_asked_for(analyst: Desk):
    campaign = make_campaign(channels={"newsletter": 300, "gig": None})

    page = analyst.look(f"/studio/c/{campaign.slug}/share", channel="gig", language="de")

    shown = page.content.decode()
    assert f"/{campaign.slug}?via=gig" in shown
    assert "„Midnight Single“" in shown
    assert f"/{campaign.slug}/qr.svg?via=gig" in shown
    assert f'/{campaign.slug}/story.jpg?lang=de" download="{campaign.slug}-story.jpg"' in shown


def test_a_link_with_words_of_ones_own_is_made_once_and_listed(manager: Desk, asks: Program):
    campaign = make_campaign(channels={"newsletter": 300})
    words = {"utm_source": " story ", "utm_campaign": "first"}

    for given in ({}, words, words):
        manager.press(f"/studio/c/{campaign.slug}/link", channel="newsletter", **given)

    plain, worded = asks.get(f"/campaigns/{campaign.slug}/links").json()["items"]
    page = manager.look(f"/studio/c/{campaign.slug}/").content.decode()
    assert plain["utm_source"] == ""
    assert (worded["utm_source"], worded["utm_campaign"]) == ("story", "first")
    assert worded["url"].endswith("?via=newsletter&utm_source=story&utm_campaign=first")
    assert f'value="{plain["short"]}"' in page
    assert f'value="{worded["short"]}"' in page
    assert "story · first" in page
