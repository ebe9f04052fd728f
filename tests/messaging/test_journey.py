"""A reminder from the landing page to the release, on an installation without any keys."""

import random
import re
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client

from countin import clock
from countin.campaigns.models import PinnedId
from countin.messaging.jobs import JOBS
from countin.messaging.models import Reminder
from countin.visits.models import Click
from countin.workspaces.jobs import Bench
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, text_of
from tests.pages.door import FIREFOX

ADDRESS = "ada@example.org"


@pytest.fixture
def at(monkeypatch, tmp_path, settings, mailbox, controller):
    """Put the clock to a moment, in the pages and in the worker, and let the jobs run."""
    settings.MAIL_IS_SET = True
    settings.CONTROLLER = controller
    settings.DEFAULT_FROM_EMAIL = "presave@presave.example"
    offset = tmp_path / "offset"
    clock.follow_offset_file(offset)

    def leap_to(moment):
        offset.write_text("0")
        offset.write_text(str((moment - clock.now()).total_seconds()))
        bench = Bench(
            now=clock.now,
            providers=django_settings.PROVIDERS,
            opener=None,  # type: ignore[arg-type]  # reminders open nothing
            sealer=django_settings.SEALER,
            base_url=django_settings.BASE_URL,
            mail_is_set=True,
            chance=random.Random(1),
        )
        for job in JOBS:
            job.verb(bench)

    yield leap_to
    clock.follow_offset_file(None)


def link_in(message, *, path):
    """The link as the fan's own browser asks for it."""
    found = re.search(rf"{re.escape(django_settings.BASE_URL)}({path}[\w-]+)", text_of(message))
    assert found
    return found[1]


def ask_on_the_page(client, campaign, *, origin):
    client.post(f"/{campaign.slug}/remind/spotify", headers={"origin": origin})
    return client.post(
        f"/{campaign.slug}/reminder/spotify", {"address": ADDRESS}, headers={"origin": origin}
    )


@pytest.fixture
def browser():
    return Client(HTTP_USER_AGENT=FIREFOX)


def test_from_the_landing_page_to_the_release(campaign, browser, at, mailbox):
    PinnedId.objects.create(
        release=campaign.release,
        provider="spotify",
        external_id="spotify:album:0000000000000000000001",
        pinned_at=ASKED_AT,
        pinned_by="file",
    )
    at(ASKED_AT)
    landing = browser.get(f"/{campaign.slug}").content.decode()
    ask_on_the_page(browser, campaign, origin=django_settings.BASE_URL)
    at(ASKED_AT + timedelta(minutes=1))
    confirm = link_in(mailbox.taken[0], path="/confirm/")
    button = browser.get(confirm)
    unconfirmed = Reminder.objects.get().confirmed_at
    browser.post(confirm, headers={"origin": django_settings.BASE_URL})
    at(campaign.release.moment_in(Reminder.objects.get().market))
    opened = browser.get(link_in(mailbox.taken[1], path="/l/"))

    assert "Remind me for Spotify" in landing
    assert (button.status_code, unconfirmed) == (200, None)
    assert [message["To"] for message in mailbox.taken] == [ADDRESS] * 2
    assert opened.status_code == 302
    assert opened["Location"].startswith("https://open.spotify.com/")
    assert Click.objects.get().link == Reminder.objects.get().link


def test_a_mail_service_unsubscribes_by_one_post_from_outside(campaign, browser, at, mailbox):
    at(ASKED_AT)
    ask_on_the_page(browser, campaign, origin=django_settings.BASE_URL)
    at(ASKED_AT + timedelta(minutes=1))
    link = link_in(mailbox.taken[0], path="/unsubscribe/")

    answer = Client().post(link, {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert Reminder.objects.get().withdrawn_at is not None


def test_a_scanner_that_opens_every_link_decides_nothing(campaign, browser, at, mailbox):
    at(ASKED_AT)
    ask_on_the_page(browser, campaign, origin=django_settings.BASE_URL)
    at(ASKED_AT + timedelta(minutes=1))

    for link in re.findall(rf'href="{django_settings.BASE_URL}([^"]+)"', html_of(mailbox.taken[0])):
        Client().get(link)

    reminder = Reminder.objects.get()
    assert (reminder.confirmed_at, reminder.withdrawn_at) == (None, None)


def test_the_fans_page_of_the_release_mail_shows_the_reminder(campaign, browser, at, mailbox):
    at(ASKED_AT)
    ask_on_the_page(browser, campaign, origin=django_settings.BASE_URL)
    at(ASKED_AT + timedelta(minutes=1))
    browser.post(
        link_in(mailbox.taken[0], path="/confirm/"), headers={"origin": django_settings.BASE_URL}
    )
    at(campaign.release.last_moment)

    page = Client().get(link_in(mailbox.taken[1], path="/me/")).content.decode()

    assert "Midnight Single" in page
    assert ADDRESS not in page
