"""A person holds a group back; release day passes; whoever confirms is saved all the same."""

from datetime import timedelta

from countin.messaging.models import Mail, MailKind
from countin.presaves.holding import confirm_held, hold_back, release_hold
from countin.presaves.models import PreSave
from tests.stories.night import Night
from tests.stories.test_reconnecting import ask_again, put_on_list


def test_held_promises_wait_through_release_day_and_are_saved_when_confirmed(night: Night):
    night.crowd(5)
    ada, bob, cem, *_others = PreSave.objects.order_by("pk")
    put_on_list(night, ada)
    holding = hold_back(
        night.campaign,
        presave_ids=[ada.pk, bob.pk, cem.pk],
        described="3 pre-saves within 2 minutes.",
        because="we sent nothing",
        now=night.now(),
    )

    assert ask_again(night) == 1
    mail = Mail.objects.get(kind=MailKind.RECONNECT)
    assert mail.ask is not None
    assert (mail.ask.presave, mail.ask.cause) == (ada, "held_back")

    night.to_release()
    night.work_until_quiet()
    assert night.states() == {"saved": 2, "needs_fan": 3}

    night.leap(timedelta(days=2))
    confirm_held(ada, now=night.now())
    night.work_until_quiet()
    assert night.states() == {"saved": 3, "needs_fan": 2}

    assert holding.hold is not None
    release_hold(holding.hold, now=night.now())
    night.work_until_quiet()
    assert night.states() == {"saved": 5}
