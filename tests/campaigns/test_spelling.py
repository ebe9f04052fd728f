"""A campaign spelled back into a file, and applied again, changes nothing."""

import pytest
import yaml

from countin.campaigns.models import Campaign
from countin.campaigns.spelling import spell_campaign
from tests.campaigns.test_examples import EXAMPLES, FILES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", FILES)
def test_an_example_spelled_back_changes_nothing(name: str, apply):
    document = yaml.safe_load((EXAMPLES / name).read_text())
    document["release"] = {
        key: str(value) if key in ("date", "at", "upc", "isrc") else value
        for key, value in document["release"].items()
        if key not in ("artwork", "clip", "video", "captions")
    }
    first = apply(_as_text(document))

    again = apply(_as_text(spell_campaign(_campaign(first.campaign.slug))))

    assert (again.created, again.changed) == (False, ())


def test_a_file_may_say_that_the_code_comes_later(apply):
    text = (
        "artist: {name: The Held Notes}\n"
        "release: {title: Later, kind: single, upc: later, date: 2026-12-24}\n"
        "slug: later\n"
    )

    apply(text)

    assert _campaign("later").release.upc == ""
    assert spell_campaign(_campaign("later"))["release"]["upc"] == "later"


@pytest.mark.parametrize(
    ("written", "kept"),
    [("harbor", "harbor"), ('"#1D6F5C"', "#1d6f5c"), ("picture", "")],
)
def test_chosen_colors_are_kept_spelled_back_and_taken_away_again(apply, written, kept):
    plain = (
        "artist: {name: The Held Notes}\n"
        "release: {title: Hues, kind: single, upc: later, date: 2026-12-24}\n"
        "slug: hues\n"
    )

    apply(f"{plain}theme: {written}\n")

    campaign = _campaign("hues")
    assert campaign.theme == kept
    assert apply(_as_text(spell_campaign(campaign))).changed == ()
    assert apply(plain).changed == (("theme",) if kept else ())
    assert _campaign("hues").colors == campaign.release.theme


def _campaign(slug: str) -> Campaign:
    return Campaign.objects.with_release().get(slug=slug)


def _as_text(document: dict) -> str:
    return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)
