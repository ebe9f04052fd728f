"""An artist's page before any campaign, made and changed at a desk."""

import pytest

from countin.campaigns.models import Artist
from countin.workspaces.models import AuditEntry
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NEW_ARTIST = "/studio/w/default/new-artist"
PAGE = "/studio/w/default/artists/the-held-notes/page"
SPOTIFY = "https://open.spotify.com/artist/0TheHeldNotesArtist001"
TYPED = {
    "name": "The Held Notes",
    "links": f"{SPOTIFY}?si=x\n\nOur shop https://shop.example.org/\nhttps://www.held.example.org/",
    "date": "2099-12-12",
    "what": "Concert in Lisbon",
    "more": "https://hall.example.org/held",
    "is_open": "on",
}


def test_an_artist_without_a_campaign_gets_a_page(manager: Desk, analyst: Desk):
    before = manager.look("/@the-held-notes").status_code

    made = manager.press(NEW_ARTIST, **TYPED)

    page = Desk().look("/@the-held-notes").content.decode()
    assert (before, made.status_code) == (404, 302)
    assert made["Location"] == "/studio/w/default/artists/the-held-notes"
    assert "Follow The Held Notes on Spotify" in page
    assert "Concert in Lisbon" in page
    assert 'href="https://hall.example.org/held"' in page
    assert ">Our shop<" in page
    assert ">held.example.org<" in page
    assert "New artist" in manager.look("/studio/w/default/artists").content.decode()
    assert "New artist" not in analyst.look("/studio/w/default/artists").content.decode()
    assert AuditEntry.objects.get().what == "artist created"


def test_what_is_kept_unchanged_stays_and_what_leaves_the_form_leaves_the_page(manager: Desk):
    manager.press(NEW_ARTIST, **TYPED)
    shown = manager.look(PAGE).context["form"].initial
    standing = {key: value for key, value in shown.items() if key != "is_open"}

    manager.press(PAGE, **{**standing, "is_open": "on"})
    kept = AuditEntry.objects.count()
    manager.press(PAGE, name="Held Notes", links=standing["links"].splitlines()[1])

    artist = Artist.objects.get()
    assert kept == 1  # that it was created
    assert (artist.name, artist.next_date, artist.published_at) == ("Held Notes", None, None)
    assert artist.id_at("spotify") == ""
    assert [row.label for row in artist.links.all()] == ["Our shop"]
    assert Desk().look("/@the-held-notes").status_code == 404


def test_nobody_becomes_somebody_else_by_it(manager: Desk, stranger: Desk):
    """A handle is one artist's on the whole installation; fans who agreed to follow one artist
    never follow another."""
    manager.press(NEW_ARTIST, **TYPED)
    manager.make()
    other = SPOTIFY[:-1] + "2"
    taken = {**TYPED, "name": "Others", "links": "", "handle": "the-held-notes"}

    answers = {
        "another id": manager.press(PAGE, **{**TYPED, "links": other}),
        "the same twice": manager.press(NEW_ARTIST, **{**TYPED, "handle": "held-2"}),
        "a taken handle": stranger.press("/studio/w/others/new-artist", **taken),
        "a past date": manager.press(PAGE, **{**TYPED, "date": "2020-01-01"}),
        "no words": manager.press(PAGE, **{**TYPED, "what": ""}),
        "no link": manager.press(PAGE, **{**TYPED, "links": "spotify"}),
        "a script": manager.press(PAGE, **{**TYPED, "links": "Shop javascript://x/%0aalert(1)"}),
    }
    manager.press(PAGE, **{**TYPED, "links": ""})

    said = {
        "another id": "fans agreed to follow that one",
        "the same twice": "The Held Notes is here already, as @the-held-notes.",
        "a taken handle": "@the-held-notes is taken. @the-held-notes-2 is free.",
        "a past date": "is in the past",
        "no words": "What happens then?",
        "no link": "&#x27;spotify&#x27; is no link.",
        "a script": "https",
    }
    for key, answer in answers.items():
        assert (key, answer.status_code) == (key, 422)
        assert said[key] in answer.content.decode()
    artist = Artist.objects.get()
    assert artist.id_at("spotify") == "spotify:artist:0TheHeldNotesArtist001"
    assert artist.links.count() == 0
