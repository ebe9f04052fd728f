"""A permission that is taken back is looked at twice; then its fan is asked to connect again."""

from datetime import timedelta

import pytest

from countin.fans.models import EmailAddress
from countin.messaging.models import ListMembership, Mail, MailKind
from countin.messaging.reconnecting import note_history, plan_reconnect_mails
from countin.presaves.models import PreSave
from countin.presaves.states import Reason, State
from countin.workspaces.alarms import OUTAGE, is_raised
from tests.stories.night import Night


def put_on_list(night: Night, presave: PreSave) -> ListMembership:
    assert presave.connection is not None
    fan, now = presave.connection.fan, night.now()
    email = EmailAddress.objects.create(
        fan=fan, address="ada@example.org", added_at=now, confirmed_at=now
    )
    return ListMembership.objects.create(
        artist=night.campaign.release.artist, fan=fan, email=email, asked_at=now, confirmed_at=now
    )


def ask_again(night: Night) -> int:
    note_history(now=night.now())
    return plan_reconnect_mails(providers=night.providers, now=night.now())


def test_after_the_second_look_whoever_is_on_the_list_is_written_to(night: Night):
    night.crowd(3)
    for presave in PreSave.objects.all():
        put_on_list(night, presave)
    night.to_release()
    night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["fan-1"]})
    night.work_until_quiet()

    assert PreSave.objects.get(state=State.NEEDS_FAN).reason == Reason.GRANT_REFUSED
    assert ask_again(night) == 0

    night.leap(timedelta(days=1, minutes=1))
    night.work_until_quiet()

    assert ask_again(night) == 1
    mail = Mail.objects.get(kind=MailKind.RECONNECT)
    assert mail.ask is not None
    assert mail.ask.cause == Reason.GRANT_DEAD
    assert ask_again(night) == 0


@pytest.mark.once
def test_an_outage_sends_nobody_a_mail(night: Night):
    night.crowd(30)
    for presave in PreSave.objects.all():
        put_on_list(night, presave)
    night.to_release()
    night.sim.tell("scenario", {"name": "outage-says-revoked", "share": 0.9, "for_seconds": 1200})
    night.work_until_quiet()
    note_history(now=night.now())

    assert is_raised(OUTAGE, subject="spotify")
    assert ask_again(night) == 0
    night.play()
    assert (night.states(), ask_again(night)) == ({"saved": 30}, 0)
