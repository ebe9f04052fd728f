"""Fans as the studio shows them: with proof, and to nobody whom it doesn't concern."""

import re

import pytest

from countin.fans.models import Fan
from countin.messaging.models import Reminder
from countin.messaging.outreach import add_contact
from countin.workspaces.letting_in import Scope
from countin.workspaces.models import ApiToken, AuditEntry
from tests.api.asking import Program
from tests.api.standing import operations
from tests.privacy.conftest import ADDRESS, WORDS
from tests.privacy.conftest import ada as ada
from tests.privacy.conftest import campaign as campaign
from tests.studio.conftest import Desk
from tests.studio.test_roles import address_of, addresses

pytestmark = pytest.mark.django_db
WHOM = "Berta who runs the radio show"
FANS = "/studio/c/midnight-single/fans"


def test_a_fan_stands_there_with_the_words_agreed_to(ada, manager: Desk):
    page = manager.look(FANS).content.decode()
    file = b"".join(manager.look(f"{FANS}.csv").streaming_content).decode()

    assert WORDS in page
    assert WORDS in file
    assert "follow: waiting" in page
    assert (ADDRESS in page) == (ADDRESS in file)
    assert AuditEntry.objects.filter(what="fans exported").count() == 1


def test_one_fan_is_found_by_what_they_would_write_from(ada, manager: Desk, stranger: Desk):
    Reminder.objects.update(confirmed_at=ada.reminder.asked_at, withdrawn_at=None)

    by_address = manager.press(FANS, q=f" {ADDRESS} ").content.decode()
    by_page = manager.press(FANS, q=f"https://x.example/me/{ada.token}/").content.decode()
    nobody = manager.press(FANS, q="somebody@else.example").content.decode()

    assert (by_address.count("Pre-save,"), by_address.count("Reminder,")) == (0, 1)
    assert (by_page.count("Pre-save,"), by_page.count("Reminder,")) == (1, 1)
    assert WORDS not in nobody
    assert stranger.press(FANS, q=ADDRESS).status_code == 404


def test_all_are_shown_page_by_page(ada, manager: Desk, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("countin.studio.campaign.fans._SHOWN", 1)
    first = manager.look(FANS).content.decode()
    further = re.search(r"from=(p\d+)", first)
    assert further is not None
    second = manager.look(f"{FANS}?from={further[1]}").content.decode()

    assert (first.count("Pre-save,"), first.count("Reminder,")) == (1, 0)
    assert (second.count("Pre-save,"), second.count("Reminder,")) == (0, 1)
    assert "from=" not in second
    assert manager.look(f"{FANS}?state=saved").content.decode().count("Pre-save,") == 0
    assert manager.look(f"{FANS}?from=r%00x").status_code == 200


def test_an_analyst_sees_counts_and_nobody(ada, manager: Desk, analyst: Desk, asks: Program):
    """On no address there is; nor does a program that may read numbers."""
    Reminder.objects.update(confirmed_at=ada.reminder.asked_at, withdrawn_at=None)
    add_contact(ada.reminder.campaign, whom=WHOM, way="", now=ada.reminder.asked_at)
    ApiToken.objects.filter(pk=asks.token.pk).update(scopes=Scope.READ)
    slug = ada.reminder.campaign.slug
    pages = [address_of(name) for name, _least in addresses()]
    reading = [
        path.replace("{slug}", slug)
        for method, path in (one.split(" ") for one in operations())
        if method == "GET" and "{" not in path.replace("{slug}", "")
    ]

    shown = [(page, desk, desk.look(page)) for page in pages for desk in (manager, analyst)]
    read = [(path, asks.get(path)) for path in reading]

    told = {
        (page, desk)
        for page, desk, answer in shown
        if any(text.encode() in answer.getvalue() for text in (ADDRESS, WORDS, WHOM))
    }
    assert {desk for _page, desk in told} == {manager}
    assert {page for page, _desk in told} == {
        FANS,
        f"{FANS}.csv",
        "/studio/c/midnight-single/outreach",
        # Who is behind a link that was sent by hand.
        "/studio/c/midnight-single/",
        "/studio/c/midnight-single/live",
    }
    assert len(read) > 15
    assert not [
        path for path, one in read if any(x in one.content.decode() for x in (ADDRESS, WHOM))
    ]


def test_a_fan_who_writes_is_erased_and_only_in_this_workspace(ada, manager: Desk, stranger: Desk):
    missed = manager.press(f"{FANS}/erase", given="somebody@else.example")
    strange = stranger.press(f"{FANS}/erase", given=ADDRESS)
    kept = Fan.objects.count()

    done = manager.press(f"{FANS}/erase", given=ADDRESS.upper())

    assert (missed.status_code, strange.status_code, done.status_code) == (302, 404, 302)
    assert (kept, Fan.objects.count()) == (1, 0)
    assert AuditEntry.objects.filter(what="fan erased").count() == 1
