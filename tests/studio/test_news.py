"""News of an artist that are about no campaign: written in the studio, and what they brought."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from countin import clock
from countin.campaigns.models import Artist, Campaign
from countin.insights.news import read_brought
from countin.messaging.announcing.sending import send_announcements
from countin.messaging.models import Announcement
from countin.studio.announcements.page import _desk
from countin.workspaces.models import AuditEntry, Workspace
from tests.api.asking import Program
from tests.artists import make_artist
from tests.insights.rows import make_presave
from tests.messaging.announcing import add_member
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HERE = "/studio/w/default/artists/nightjar"
WORDS = {"subject": "News", "text": "We **play** on Friday.\n\n[Come]({link})", "language": "en"}
_FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


@pytest.fixture
def noon() -> datetime:
    return (clock.now() + timedelta(days=1)).replace(hour=12, minute=0)


@pytest.fixture
def nightjar(workspace: Workspace, settings: Any) -> Artist:
    """A page and no campaign; two on the list, and one on that of another artist."""
    settings.MAIL_IS_SET = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    artist, other = (make_artist(workspace, handle=name) for name in ("nightjar", "other"))
    artist.published_at = clock.now()
    artist.save()
    for whose, who in ((artist, "ada"), (artist, "ben"), (other, "cy")):
        add_member(whose, address=f"{who}@example.org", now=clock.now(), zone="UTC")
    return artist


def write(manager: Desk, *, words: dict[str, str] | None = None) -> str:
    """A draft with these words; gives its address."""
    begun = str(manager.press(f"{HERE}/announcements/write", kind="news")["Location"])
    if words:
        assert manager.press(end(begun, "save"), **words).status_code == 302
    return begun


def end(address: str, what: str) -> str:
    path, _mark, query = address.partition("?")
    return f"{path}/{what}?{query}"


def send(manager: Desk, address: str, *, at: datetime) -> None:
    manager.press(end(address, "send"), at=f"{at:%Y-%m-%dT%H:%M}", zone="UTC")
    send_announcements(_desk(), now=at)


def test_an_artist_without_any_campaign_writes_to_their_own_list_and_no_other(
    manager: Desk, nightjar: Artist, noon: datetime, mailoutbox: list[Any]
):
    before = manager.look(f"{HERE}/announcements").content.decode()
    address = write(manager, words=WORDS)
    shown = manager.look(address).content.decode()
    mail = manager.look(end(address, "mail")).content.decode()
    manager.press(end(address, "test"), address="me@example.org")
    send(manager, address, at=noon)

    done = manager.look(address).content.decode()
    assert "Write to the list" in before
    assert "Send to 2 by mail" in shown
    assert 'name="promised"' not in shown
    assert "<strong>play</strong>" in mail
    assert sorted(mail.to[0] for mail in mailoutbox) == [
        *("ada@example.org", "ben@example.org", "me@example.org")
    ]
    assert "How far it got" in done
    assert {entry.subject for entry in AuditEntry.objects.filter(what__contains="announce")} == {
        "nightjar"
    }
    assert manager.look(f"{HERE}/announcements").content.decode().count("mail-news-") == 1


@pytest.mark.parametrize(
    ("words", "about"),
    [
        (None, "Write them first"),
        ({**WORDS, "text": "Come to “{title}”"}, "write it out"),
        ({**WORDS, "subject": "On {date}"}, "write it out"),
    ],
)
def test_what_is_unwritten_or_of_a_release_goes_to_nobody(
    manager: Desk, nightjar: Artist, noon: datetime, mailoutbox, words, about: str
):
    address = write(manager)
    told = "" if words is None else manager.press(end(address, "save"), **words).content.decode()
    send(manager, address, at=noon)

    told += manager.look(address).content.decode()
    assert about in told
    assert mailoutbox == []


def test_a_page_that_nobody_can_open_is_announced_to_nobody(
    manager: Desk, nightjar: Artist, noon: datetime, mailoutbox
):
    Artist.objects.update(published_at=None)
    address = write(manager, words=WORDS)

    send(manager, address, at=noon)

    assert "is not public, and the mail leads there" in manager.look(address).content.decode()
    assert mailoutbox == []


def test_what_news_brought_is_told_by_the_way_they_took(
    manager: Desk, nightjar: Artist, noon: datetime, mailoutbox: list[Any], asks: Program
):
    """From the link in the mail to the artist's page, and on to a campaign that came meanwhile."""
    address = write(manager, words=WORDS)
    send(manager, address, at=noon)
    campaign = _campaign_of(nightjar, manager=manager)
    number = Announcement.objects.get().pk
    link = re.search(r"/l/[\w-]+", mailoutbox[0].body)
    assert link is not None
    fan = Client(HTTP_HOST="127.0.0.1:8000", HTTP_USER_AGENT=_FIREFOX)

    led = fan.get(link[0])
    page = fan.get(led["Location"]).content.decode()
    fan.get(led["Location"], headers={"user-agent": "Googlebot/2.1"})
    make_presave(campaign, channel=f"mail-news-{number}", state="saved")

    assert led["Location"] == f"/@nightjar?via=mail-news-{number}"
    assert f"/{campaign.slug}?via=mail-news-{number}" in page
    (told,) = read_brought(nightjar, numbers=[number])
    assert (told.reach, told.people, told.machines, told.presaves) == (2, 1, 1, 1)
    assert told.activation is not None
    assert (told.activation.successes, told.activation.of) == (1, 2)
    assert campaign.channels.get(name=f"mail-news-{number}").reach == 2
    answer = asks.get("/artists/nightjar/channels").json()["items"]
    assert [(one["channel"], one["presaves"]) for one in answer] == [(f"mail-news-{number}", 1)]
    assert asks.get(f"/artists/nightjar/news/{number}").json()["channel"] == told.name
    assert (
        "(9.5\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}90.5" in manager.look(address).content.decode()
    )


def _campaign_of(artist: Artist, *, manager: Desk) -> Campaign:
    campaign = manager.make()
    campaign.release.artist = artist
    campaign.release.save()
    campaign.published_at = clock.now()
    campaign.save()
    return campaign
