"""Services that remind and link, as pages show them: asked for, remembered, led to."""

from django.utils.html import escape

from countin.campaigns.models import LinkKind, OutsideLink, PinnedId
from countin.clock import now
from countin.config.environment import Values, read_values
from countin.config.registry import build_providers
from countin.messaging.models import Reminder
from countin.visits.models import Click
from tests.pages.door import SLUG, buttons_of, page_of
from tests.providers import soundcloud_stage, tidal_stage

BANDCAMP = "theheldnotes.bandcamp.com/album/midnight-windows"
DEEZER = "https://www.deezer.com/album/302127"
INSTAGRAM = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Instagram 350.0.0.0"


def know_every_service(settings, door) -> None:
    """The two that the door has keys for, and every other that is known."""
    every = build_providers(read_values({"COUNTIN_CONFIG": "/nowhere"}))
    settings.PROVIDERS = {**every, **door.providers()}


def name_it_at_services(door) -> None:
    """By an id on Bandcamp, by a link on Deezer."""
    release = door.campaign.release
    PinnedId.objects.create(
        release=release, provider="bandcamp", external_id=BANDCAMP, pinned_at=now()
    )
    OutsideLink.objects.create(
        release=release, kind=LinkKind.SERVICE, provider="deezer", url=DEEZER, position=1
    )


def test_three_stand_at_once_and_the_others_wait_behind_one_line(door, browser, settings):
    know_every_service(settings, door)
    name_it_at_services(door)

    at_once, _line, elsewhere = (
        browser.look(f"/{SLUG}").content.decode().partition('<details class="elsewhere">')
    )

    assert "Pre-save on Spotify" in at_once
    assert "Pre-add on Apple Music" in at_once
    assert "Remind me for Deezer" in at_once  # named by the campaign, before those that are not
    named = [part.partition('"')[0] for part in elsewhere.split('aria-label="Remind me for ')[1:]]
    assert named == ["Bandcamp", "YouTube Music", "Amazon Music"]
    assert "TIDAL" not in at_once + elsewhere
    assert page_of(browser.look(f"/{SLUG}")).count("A reminder is") == 1


def test_where_three_others_save_whoever_listens_at_spotify_still_sees_a_button(
    door, browser, settings
):
    """An artist's own app at Spotify serves five accounts: its fans are reminded, and most."""
    keys = tidal_stage.settings_for(door.sim) | soundcloud_stage.settings_for(door.sim)
    every = build_providers(Values({**read_values({"COUNTIN_CONFIG": "/nowhere"}).texts, **keys}))
    settings.PROVIDERS = {**every, **door.providers(quota="development")}
    PinnedId.objects.create(
        release=door.campaign.release,
        provider="soundcloud",
        external_id="the-held-notes/midnight-windows",
        pinned_at=now(),
    )

    at_once, _line, elsewhere = (
        browser.look(f"/{SLUG}").content.decode().partition('<details class="elsewhere">')
    )

    places = [
        at_once.index(button)
        for button in (
            *("Pre-add on Apple Music", "Pre-save on TIDAL", "Pre-save on SoundCloud"),
            "Remind me for Spotify",
        )
    ]
    assert places == sorted(places)
    assert "Remind me for YouTube Music" in elsewhere


def test_their_reminder_is_remembered_and_their_service_comes_first(door, browser, settings):
    know_every_service(settings, door)
    name_it_at_services(door)
    button = f'formaction="/{SLUG}/remind/bandcamp" aria-label="Remind me for Bandcamp"'
    assert button in browser.look(f"/{SLUG}").content.decode()

    browser.press(f"/{SLUG}/remind/bandcamp", campaign=SLUG)

    assert Reminder.objects.get().provider == "bandcamp"
    assert buttons_of(browser.look(f"/{SLUG}"))[0] == "Remind me for Bandcamp"
    inside = browser.client.get(f"/{SLUG}", headers={"user-agent": INSTAGRAM})
    assert buttons_of(inside)[0] == "Remind me for Bandcamp"


def test_once_it_is_out_they_are_opened_by_id_by_link_and_by_search(door, browser, settings):
    know_every_service(settings, door)
    name_it_at_services(door)
    browser.client.cookies["service"] = "bandcamp"
    door.release_everywhere()

    page = browser.look(f"/{SLUG}").content.decode()
    led = {
        name: browser.look(f"/{SLUG}/open/{name}")["Location"]
        for name in ("bandcamp", "deezer", "youtube_music")
    }

    assert page.index("Open in Bandcamp") < page.index("Open in Spotify")
    assert led["bandcamp"] == f"https://{BANDCAMP}"
    assert led["deezer"] == DEEZER
    assert led["youtube_music"].startswith("https://music.youtube.com/search?q=The%20Held%20Notes")
    assert page.count(escape(DEEZER)) == 0, "the page names it once, by the address that is counted"
    assert Click.objects.filter(kind="open").count() == 3
