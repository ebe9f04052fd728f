"""From nothing to a public page, by hand and by code; and that a file and the studio agree."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from countin import clock
from countin.campaigns.models import Campaign
from countin.campaigns.spelling import spell_campaign
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.workspaces.models import AuditEntry
from simulator.running import RunningSimulator
from tests.campaigns.clockwork import Clockwork
from tests.campaigns.conftest import gate, spotify_with_key
from tests.studio.conftest import NEW, Desk, typed

pytestmark = pytest.mark.django_db
PICTURE = Path(__file__).parents[2] / "examples/midnight-windows.jpg"
UPC = "886448495581"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def test_a_campaign_without_any_code_becomes_public(manager: Desk):
    draft = manager.make()
    before = manager.look("/midnight-single").status_code
    screen = manager.look("/studio/c/midnight-single/publish").content.decode()

    done = manager.press(
        "/studio/c/midnight-single/publish",
        press="publish",
        ask_follow="on",
        reach_newsletter="310",
        others="Gig Berlin",
    )

    page = manager.look("/midnight-single").content.decode()
    draft.refresh_from_db()
    reaches = dict(draft.channels.values_list("name", "reach"))
    assert (before, done.status_code) == (404, 302)
    assert "this page will sit mostly empty" in screen
    assert "There is no link or code yet" in screen
    assert "Remind me for Spotify" in page
    assert reaches == {"newsletter": 310, "gig-berlin": None}
    assert draft.ask_follow
    assert set(AuditEntry.objects.values_list("what", flat=True)) == {
        *("campaign created", "campaign changed", "campaign published"),
    }


def test_a_code_that_comes_later_is_taken(manager: Desk):
    """Until then the list of campaigns says what is missing."""
    manager.make()
    lists = [manager.look("/studio/w/default/").content.decode()]

    manager.press("/studio/c/midnight-single/details", **typed(code=UPC))

    lists.append(manager.look("/studio/w/default/").content.decode())
    assert ["no link or code yet" in page for page in lists] == [True, False]

    campaign = Campaign.objects.with_release().get()
    assert campaign.release.upc == UPC
    assert spell_campaign(campaign)["release"]["upc"] == UPC


@pytest.mark.parametrize(
    ("link", "key", "value"),
    [
        ("https://tidal.com/album/123?u", "tidal", "albums:123"),
        (
            "https://held.bandcamp.com/album/midnight?from=x",
            "bandcamp",
            "held.bandcamp.com/album/midnight",
        ),
        ("https://www.deezer.com/de/album/302127", "deezer", "www.deezer.com/album/302127"),
    ],
)
def test_a_link_of_any_service_stays_that_service_s_through_every_screen(
    manager: Desk, link: str, key: str, value: str
):
    led = manager.look("/studio/w/default/new", given=link)
    code = manager.look(led["Location"]).context["form"].initial["code"]
    campaign = manager.make(code=code)
    again = manager.look("/studio/c/midnight-single/details").context["form"].initial["code"]

    manager.press("/studio/c/midnight-single/details", **typed(code=again, title="Renamed"))

    campaign = Campaign.objects.with_release().get()
    screen = manager.look("/studio/c/midnight-single/publish").content.decode()
    assert (
        spell_campaign(campaign)["release"] | {key: value, "title": "Renamed"}
        == (spell_campaign(campaign)["release"])
    )
    assert settings.PROVIDERS[key].words.name in screen
    assert "They let nobody save for a fan." in screen


def test_a_taken_address_is_never_written_over(manager: Desk):
    first = manager.make(slug="mine")

    refused = manager.press(NEW, **typed(title="Another", slug="mine"))
    second = manager.make(title="Mine")

    first.refresh_from_db()
    assert refused.status_code == 422
    assert "`mine-2` is free" in refused.content.decode()
    assert (first.release.title, second.slug) == ("Midnight Single", "mine-2")


def test_what_is_wrong_is_said_beside_what_to_do(manager: Desk):
    past = manager.press(NEW, **typed(date="2020-01-01"))
    code = manager.press(NEW, **typed(code="886448495580"))
    paste = manager.look("/studio/w/default/new", given="https://example.com/album/1")

    assert [answer.status_code for answer in (past, code, paste)] == [422] * 3
    assert "is in the past" in past.content.decode()
    assert "fails its check digit" in code.content.decode()
    assert "no music service that we know" in paste.content.decode()
    assert Campaign.objects.count() == 0


def test_a_picture_stays_through_later_changes(manager: Desk):
    upload = SimpleUploadedFile("cover.jpg", PICTURE.read_bytes(), "image/jpeg")
    campaign = manager.make(artwork=upload)
    before = (campaign.release.artwork, campaign.release.theme["name"])

    manager.press("/studio/c/midnight-single/details", **typed(title="Midnight, renamed"))
    manager.press("/studio/c/midnight-single/date", date=typed()["date"][:8] + "28")

    campaign.release.refresh_from_db()
    assert campaign.release.title == "Midnight, renamed"
    assert before[0] != ""
    assert (campaign.release.artwork, campaign.release.theme["name"]) == before


def test_what_a_service_shows_fills_the_form(manager: Desk, settings, tmp_path):
    with RunningSimulator() as sim:
        provider = spotify_with_key(sim, clockwork=Clockwork(clock.now()))
        settings.PROVIDERS = {**settings.PROVIDERS, "spotify": provider}
        sim.tell(
            "releases",
            {
                "id": "out-now",
                "title": "Out Now",
                "kind": "single",
                "artist": "the-held-notes",
                "tracks": [{"title": "Out Now"}],
                "timing": "global",
                "at": "2026-01-01T00:00:00Z",
            },
        )
        upc = sim.look("releases/out-now")["upc"]
        screen = manager.look(NEW, given=upc).content.decode()

    assert "Found at Spotify" in screen
    assert 'value="Out Now"' in screen
    assert 'value="The Held Notes"' in screen


def test_colors_are_chosen_shown_before_they_are_kept_and_stay_chosen(manager: Desk):
    manager.make()
    publish = "/studio/c/midnight-single/publish"
    screen = manager.look(publish).content.decode()
    address = screen.split('<iframe src="')[1].split('"')[0].replace("&amp;", "&")

    tried = manager.look(f"{address}&theme=moss").content.decode()
    before = Campaign.objects.get().theme
    manager.press(publish, press="keep", theme="own", own_color="#1D6F5C")
    kept = Campaign.objects.get().theme
    manager.press(publish, press="publish", ask_follow="on")
    manager.press("/studio/c/midnight-single/details", **typed(title="Midnight, Later"))
    manager.press(publish, press="publish", theme="own", own_color="green; }")

    assert screen.count('name="theme"') == 9
    assert (before, kept) == ("", "#1d6f5c")
    assert "/media/theme/moss-" in tried
    assert "/media/theme/1d6f5c-" in manager.look("/midnight-single").content.decode()
    assert 'value="own" form="publish" checked' in manager.look(publish).content.decode()
    manager.press(publish, press="publish", theme="picture", own_color="#1d6f5c")
    assert Campaign.objects.get().theme == ""


def test_a_draft_is_previewed_by_key_alone(manager: Desk):
    manager.make()
    screen = manager.look("/studio/c/midnight-single/publish").content.decode()
    address = screen.split('<iframe src="')[1].split('"')[0].replace("&amp;", "&")

    shown, without = Desk().look(address), Desk().look("/midnight-single/preview?key=x")

    assert (shown.status_code, without.status_code) == (200, 404)
    assert "Remind me for Spotify" in shown.content.decode()
    assert "<script" not in shown.content.decode()
    assert "frame-ancestors 'self'" in shown["Content-Security-Policy"]
    assert "script-src 'none'" in shown["Content-Security-Policy"]
    assert not shown.cookies
    assert settings.X_FRAME_OPTIONS == "DENY"


def test_a_key_in_development_mode_is_told_with_its_five_guests(
    manager: Desk, analyst: Desk, settings
):
    http = Http(gate=gate("spotify", Clockwork(clock.now())))
    options = SpotifyOptions(client_id="an-app", client_secret="x", quota="development")
    settings.PROVIDERS = {**settings.PROVIDERS, "spotify": SpotifyProvider(options, http=http)}
    campaign = manager.make()
    campaign.release.upc = UPC
    campaign.release.save()

    screen = manager.look("/studio/c/midnight-single/publish").content.decode()
    page = analyst.look("/studio/c/midnight-single/").content.decode()

    assert "five guests saved by themselves" in screen
    assert "everybody else is reminded" in screen
    assert "http://127.0.0.1:8000/connect/spotify/return" in screen
    assert "/midnight-single?guest=" in screen
    assert "five guests saved by themselves" in page
    assert "?guest=" not in page
