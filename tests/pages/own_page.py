"""Buttons of a fan's own page, pressed."""

from countin.fans.models import Connection
from countin.presaves.models import PreSave
from tests.pages.door import RETURN, Browser, page_of
from tests.providers.spotify_stage import agree


def press(browser: Browser, path: str, **fields: str) -> str:
    """Press a button of the own page; gives the text of the page after it."""
    return page_of(go(browser, path, **fields))


def go(browser: Browser, path: str, **fields: str):
    answer = browser.press(f"{browser.own_page()}/{path}", headers=None, **fields)
    assert answer.status_code == 303
    return browser.client.get(answer["Location"])


def through_spotify(browser: Browser, path: str, *, fan: str = "ada", decision="agree", **fields):
    """Press a button that leads to Spotify, decide there; gives the page after the return."""
    answer = browser.press(f"{browser.own_page()}/{path}", **fields)
    assert answer["Location"].startswith("http://127.0.0.1")
    back = browser.look(RETURN, **agree(answer["Location"], fan=fan, decision=decision))
    assert back.status_code == 303
    return browser.client.get(back["Location"])


def standing_fields() -> dict[str, str]:
    connection = Connection.objects.get()
    artist = PreSave.objects.get().campaign.release.artist
    return {"artist": str(artist.pk), "connection": str(connection.pk)}
