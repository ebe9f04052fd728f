"""Whoever types in somebody's address learns nothing about them: the same answers for the same
work, whether it is known here or not."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection as database
from django.db import transaction
from django.test.utils import CaptureQueriesContext

from countin import clock
from countin.fans.models import EmailAddress
from countin.messaging.address_marks import mark_of_leaver
from countin.messaging.lists import leave_list
from countin.messaging.models import ListMembership, Mail, MailboxTrouble, Reminder
from tests.pages.door import SLUG, Browser

pytestmark = pytest.mark.sqlite
LIST, REMINDER = "/@the-held-notes/list", f"/{SLUG}/reminder/spotify"
ADDRESS = "ada@example.org"
# What is another one each time, whoever asks: keys, numbers of rows, moments.
_OWN = re.compile(
    r"/me/[\w-]+|nonce[-=][\w+/=\"-]+|countin_fan=[\w-]+|expires=[^;]+;|"
    r'value="\d+"|<time [^>]+>[^<]+'
)
_VALUES = re.compile(r"\b\d+\b|\bNULL\b|'[^']*'|\"s\d+_x\d+\"")


def ask_list() -> list[Any]:
    browser = Browser()
    return told(browser, LIST, browser.press(LIST, address=ADDRESS))


def ask_reminder() -> list[Any]:
    """With the list's box ticked."""
    browser = Browser()
    browser.press(f"/{SLUG}/remind/spotify", campaign=SLUG)
    return told(browser, REMINDER, browser.press(REMINDER, address=ADDRESS, list="yes"))


def told(browser: Browser, path: str, first: Any) -> list[Any]:
    """What a browser is told: pressed, looked, its own page, pressed again."""
    pages = [first, browser.look(path), browser.look(browser.own_page())]
    pages.append(browser.press(path, address=ADDRESS))
    parts = ((str(sorted(p.items())), p.cookies.output(), p.content.decode()) for p in pages)
    said = [tuple(_OWN.sub("…", part) for part in page) for page in parts]
    return [*said, [page.status_code for page in pages]]


def unknown() -> None:
    """Nobody ever gave it."""


def asked_today() -> None:
    ask_list()
    ask_reminder()


def confirmed() -> None:
    asked_today()
    for wish in (ListMembership, Reminder, EmailAddress):
        wish._default_manager.update(confirmed_at=clock.now())


def left() -> None:
    asked_today()
    for one in ListMembership.objects.all():
        leave_list(one, now=clock.now())


def bounced() -> None:
    now = clock.now()
    confirmed()
    MailboxTrouble.objects.create(
        mark=mark_of_leaver(ADDRESS),
        first_at=now,
        last_at=now,
        suppressed_at=now,
        because="bounced",
    )


def asked_long_ago() -> None:
    confirmed()
    long_ago = clock.now() - timedelta(days=9)
    Mail.objects.update(made_at=long_ago, due_at=long_ago, sent_at=long_ago)


@pytest.mark.parametrize("ask", [ask_list, ask_reminder])
def test_every_address_is_answered_alike(door, settings, ask: Callable[[], list[Any]]):
    settings.MAIL_IS_SET = True
    said, work = {}, {}

    for known in (unknown, asked_today, confirmed, left, bounced, asked_long_ago):
        with transaction.atomic():
            known()
            with CaptureQueriesContext(database) as queries:
                said[known.__name__] = ask()
            work[known.__name__] = [_VALUES.sub("…", one["sql"]) for one in queries]
            transaction.set_rollback(True)

    assert {name for name, one in said.items() if one != said["unknown"]} == set()
    assert {name for name, one in work.items() if one != work["unknown"]} == set()
    assert sum(one.startswith("INSERT") for one in work["unknown"]) > 3
