"""An announcement in the studio: written, looked at, tested, scheduled, stopped."""

from datetime import timedelta

import pytest

from countin import clock
from countin.campaigns.models import Campaign
from countin.fans.models import EmailAddress, Fan
from countin.messaging.announcing.sending import send_announcements
from countin.messaging.models import Announcement, AnnouncementMail, ListMembership
from countin.studio.announcements.page import _desk
from countin.workspaces.models import AuditEntry
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


@pytest.fixture
def campaign(manager: Desk, settings) -> Campaign:
    settings.MAIL_IS_SET = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    campaign = manager.make()
    campaign.published_at = clock.now()
    campaign.save()
    fan = Fan.objects.create(workspace=campaign.workspace, created_at=clock.now())
    email = EmailAddress.objects.create(
        fan=fan, address="ada@example.org", added_at=clock.now(), confirmed_at=clock.now()
    )
    ListMembership.objects.create(
        artist=campaign.release.artist,
        fan=fan,
        email=email,
        asked_at=clock.now(),
        confirmed_at=clock.now(),
    )
    return campaign


def begin(manager: Desk, campaign: Campaign, *, kind: str = "eve") -> str:
    """A draft; gives its address."""
    answer = manager.press(f"/studio/c/{campaign.slug}/announcements/write", kind=kind)
    return str(answer["Location"])


def page(address: str, end: str) -> str:
    path, _mark, query = address.partition("?")
    return f"{path}/{end}?{query}"


def test_it_is_written_kept_looked_at_and_tested(manager, campaign, mailoutbox):
    address = begin(manager, campaign)
    words = {"subject": "Tonight", "text": "Hello **all**\n\n[Go]({link})", "language": "de"}

    kept = manager.press(page(address, "save"), **words, country="de", promised="no")
    shown = manager.look(address).content.decode()
    light, dark = (
        manager.look(page(address, "mail") + end).content.decode() for end in ("", "&scheme=dark")
    )
    manager.press(page(address, "test"), address="me@example.org")

    announcement = Announcement.objects.get()
    assert kept.status_code == 302
    assert announcement.segment == {"country": "DE", "promised": False}
    assert "Send to 0" in shown
    assert "<strong>all</strong>" in light
    assert ("@media not all" in light, "@media all" in dark) == (True, True)
    assert [mail.subject for mail in mailoutbox] == ["[Test] Tonight"]


def test_the_frame_lets_the_mail_have_its_styles_and_nothing_else(manager, campaign):
    answer = manager.look(page(begin(manager, campaign), "mail"))

    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'self'" in policy
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer


def test_what_is_wrong_is_said_beside_what_was_typed(manager, campaign):
    address = begin(manager, campaign)

    answer = manager.press(
        page(address, "save"), subject="Hi", text="[Go](ftp://example.org)", language="en"
    )

    assert "begin it with https://" in answer.content.decode()
    assert "ftp://example.org" in answer.content.decode()


def test_it_goes_is_watched_and_stops(manager, campaign, mailoutbox):
    address = begin(manager, campaign)
    at = (clock.now() + timedelta(days=2)).replace(hour=12)

    manager.press(page(address, "send"), at=f"{at:%Y-%m-%dT%H:%M}", zone="UTC")
    scheduled = manager.look(address).content.decode()
    manager.press(page(address, "stop"))
    send_announcements(_desk(), now=at)
    while_stopped = len(mailoutbox)
    manager.press(page(address, "stop"), go="on")
    send_announcements(_desk(), now=at)

    assert "Stop it now" in scheduled
    assert "It begins at" in scheduled
    assert (while_stopped, len(mailoutbox)) == (0, 1)
    assert [entry.what for entry in AuditEntry.objects.filter(what__contains="announce")] == [
        "announcement drafted",
        "announcement scheduled",
        "announcement stopped",
        "announcement resumed",
    ]


def test_one_whose_readers_all_sleep_has_not_begun(manager, campaign):
    address = begin(manager, campaign)
    manager.press(page(address, "send"), at="", zone="UTC")
    announcement = Announcement.objects.get()
    mail = AnnouncementMail.objects.create(
        announcement=announcement,
        membership=ListMembership.objects.get(),
        made_at=clock.now(),
        due_at=clock.now() + timedelta(hours=9),
    )

    asleep = manager.look(address).content.decode()
    AnnouncementMail.objects.filter(pk=mail.pk).update(sent_at=clock.now())
    awake = manager.look(address).content.decode()

    assert "Nobody has it yet. It was to begin at" in asleep
    assert "its reader sleeps until then" in asleep
    assert "It began at" in awake
    assert "Nobody has it yet" not in awake


def test_a_draft_can_be_deleted_and_what_went_out_can_not(manager, campaign):
    address = begin(manager, campaign)
    other = begin(manager, campaign, kind="thanks")
    manager.press(page(other, "send"), at="", zone="UTC")

    manager.press(page(address, "discard"))
    manager.press(page(other, "discard"))

    assert [one.kind for one in Announcement.objects.all()] == ["thanks"]


def test_without_mail_it_says_by_what_it_goes_and_who_hears_nothing(manager, campaign, settings):
    settings.MAIL_IS_SET = False
    address = begin(manager, campaign)

    shown = manager.look(address).content.decode()
    manager.press(page(address, "send"), at="", zone="UTC")
    going = manager.look(address).content.decode()

    assert "Send to 0 in browsers" in shown
    assert "1 on the list hear nothing of this one" in shown
    assert Announcement.objects.get().by_mail is False
    assert "without mail, since none could be sent here" in going
