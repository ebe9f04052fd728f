import re
from datetime import timedelta

from django.conf import settings as django_settings
from PIL import Image

from countin.campaigns.artwork import take_artwork
from countin.fans.keys import fan_of_key
from countin.fans.models import EmailAddress, Fan
from countin.messaging.models import Mail, MailKind, Reminder
from countin.messaging.releases import plan_release_mails
from countin.messaging.reminding import confirm_reminder
from countin.messaging.sending import SAME_ADDRESS, send_due_mails
from countin.messaging.unsubscribing import unsubscribe
from countin.visits.links import link_of_code
from countin.visits.models import LinkKind
from tests.messaging.conftest import ASKED_AT
from tests.messaging.reading import html_of, key_after, text_of


def send_releases(desk, *, now):
    plan_release_mails(providers=django_settings.PROVIDERS, now=now)
    return send_due_mails(desk, now=now)


def test_the_release_mail_opens_the_release_in_one_tap(fan, confirmed, desk, mailbox, out_at):
    reminder = confirmed(fan)

    send_releases(desk, now=out_at)

    reminder.refresh_from_db()
    link = link_of_code(key_after(mailbox.taken[0], path="/l/"))
    assert link is not None
    assert link == reminder.link
    assert (link.kind, link.provider) == (LinkKind.REMINDER, "spotify")
    assert reminder.sent_at == out_at


def test_the_subject_says_what_it_is(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    assert mailbox.taken[0]["Subject"].strip() == "Out now: “Midnight Single” by The Held Notes"
    assert mailbox.taken[0]["From"] == "Night Letters Records <presave@presave.example>"


def test_a_name_beyond_ascii_reaches_the_reader(fan, ask, desk, mailbox):
    desk.controller.name = "Mädchen, Jürgen & Co"
    ask(fan)

    send_due_mails(desk, now=ASKED_AT)

    sender = mailbox.taken[0]["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (
        "Mädchen, Jürgen & Co",
        "presave@presave.example",
    )


def test_the_release_mail_leads_to_the_fans_own_page(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    assert fan_of_key(key_after(mailbox.taken[0], path="/me/")) == fan


def test_unsubscribing_takes_one_click(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)
    send_releases(desk, now=out_at)
    token = key_after(mailbox.taken[0], path="/unsubscribe/")

    unsubscribe(token, now=out_at)

    message = mailbox.taken[0]
    assert message["List-Unsubscribe"].strip() == f"<https://presave.example/unsubscribe/{token}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert EmailAddress.objects.count() == 0


def test_both_twins_name_who_answers(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    for body in (text_of(mailbox.taken[0]), html_of(mailbox.taken[0])):
        assert "Night Letters Records" in body
        assert "Lindenstraße 5" in body


def test_nothing_is_loaded_when_the_mail_is_opened(
    campaign, fan, confirmed, desk, mailbox, out_at, tmp_path
):
    Image.new("RGB", (900, 900), "navy").save(tmp_path / "cover.png")
    artwork = take_artwork(tmp_path / "cover.png", media_root=desk.media_root)
    campaign.release.artwork, campaign.release.artwork_width = artwork.name, artwork.width
    campaign.release.save()
    confirmed(fan)

    send_releases(desk, now=out_at)

    html = html_of(mailbox.taken[0])
    pictures = [part for part in mailbox.taken[0].walk() if part.get_content_type() == "image/jpeg"]
    assert 'src="cid:artwork"' in html
    assert 'src="http' not in html
    assert [part["Content-ID"] for part in pictures] == ["<artwork>"]


def test_dark_mode_rules_survive_the_inlining(fan, confirmed, desk, mailbox, out_at):
    confirmed(fan)

    send_releases(desk, now=out_at)

    html = html_of(mailbox.taken[0])
    assert html.count("prefers-color-scheme: dark") == 1
    assert re.search('<table class="card"[^>]* style="', html)


def test_a_title_can_forge_neither_header_nor_markup(
    campaign, fan, confirmed, desk, mailbox, out_at
):
    campaign.release.title = "<b>A</b>\nBcc: eve@example.org"
    campaign.release.save()
    confirmed(fan)

    send_releases(desk, now=out_at)

    assert mailbox.taken[0]["Bcc"] is None
    assert "<b>A</b>" not in html_of(mailbox.taken[0])
    assert "<b>A</b>" in text_of(mailbox.taken[0])


def test_each_fan_gets_one_mail_however_often_the_job_runs(
    campaign, confirmed, desk, mailbox, out_at
):
    for number in range(3):
        fan = Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT)
        confirmed(fan, address=f"fan{number}@example.org")

    for seconds in range(5):
        send_releases(desk, now=out_at + timedelta(seconds=seconds))

    assert sorted(mailbox.recipients) == [f"fan{number}@example.org" for number in range(3)]


def test_a_yes_does_not_confirm_what_somebody_else_asked_with_the_same_address(
    campaign, ask, desk, mailbox
):
    owner, stranger = (
        Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT) for _ in range(2)
    )
    ask(owner)
    send_due_mails(desk, now=ASKED_AT)
    ask(stranger)

    confirm_reminder(key_after(mailbox.taken[-1], path="/confirm/"), now=ASKED_AT)

    assert Reminder.objects.get(fan=owner).confirmed_at is not None
    assert Reminder.objects.get(fan=stranger).confirmed_at is None


def test_one_mailbox_behind_two_browsers_gets_one_mail(
    campaign, ask, confirmed, desk, mailbox, out_at
):
    phone, laptop = (
        Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT) for _ in range(2)
    )
    confirmed(phone)
    ask(laptop)
    Reminder.objects.filter(fan=laptop).update(confirmed_at=ASKED_AT)

    send_releases(desk, now=out_at)

    assert mailbox.recipients == ["ada@example.org"]
    assert list(
        Mail.objects.filter(kind=MailKind.RELEASE, sent_at=None).values_list("because", flat=True)
    ) == [SAME_ADDRESS]
