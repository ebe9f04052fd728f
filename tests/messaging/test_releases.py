from datetime import timedelta

import pytest
from django.conf import settings

from countin.campaigns.models import Sighting
from countin.campaigns.watching import watch_market
from countin.config.environment import Values, read_values
from countin.config.registry import build_providers
from countin.messaging.models import Mail, MailKind, Reminder
from countin.messaging.releases import ALARM, plan_release_mails
from countin.workspaces.models import Alarm
from tests.messaging.conftest import ASKED_AT


@pytest.fixture
def looking():
    """Spotify with keys, so that the catalogue decides. Nothing is asked here."""
    keys = {"COUNTIN_SPOTIFY_CLIENT_ID": "client", "COUNTIN_SPOTIFY_CLIENT_SECRET": "secret"}
    return build_providers(Values({**read_values({}).texts, **keys}))


@pytest.fixture
def reminder(fan, ask):
    asked = ask(fan)
    Reminder.objects.filter(pk=asked.pk).update(confirmed_at=ASKED_AT)
    return asked


@pytest.fixture
def out_at(campaign):
    return campaign.release.moment_in("DE")


def planned():
    return Mail.objects.filter(kind=MailKind.RELEASE).count()


def test_nothing_is_planned_before_the_markets_moment(reminder, out_at):
    plan_release_mails(providers=settings.PROVIDERS, now=out_at - timedelta(seconds=1))

    assert planned() == 0


def test_where_no_key_can_look_the_moment_decides(reminder, out_at):
    plan_release_mails(providers=settings.PROVIDERS, now=out_at)

    assert planned() == 1


def test_where_a_key_can_look_the_market_must_have_shown_it(campaign, reminder, looking, out_at):
    sighting = watch_market(campaign.release, provider="spotify", market="DE", now=ASKED_AT)
    plan_release_mails(providers=looking, now=out_at + timedelta(hours=2))
    before = planned()

    Sighting.objects.filter(pk=sighting.pk).update(seen_at=out_at + timedelta(hours=3))
    plan_release_mails(providers=looking, now=out_at + timedelta(hours=3))

    assert (before, planned()) == (0, 1)


def test_another_market_showing_it_is_not_enough(campaign, reminder, looking, out_at):
    sighting = watch_market(campaign.release, provider="spotify", market="US", now=ASKED_AT)
    Sighting.objects.filter(pk=sighting.pk).update(seen_at=out_at)

    plan_release_mails(providers=looking, now=out_at + timedelta(hours=12))

    assert planned() == 0


def test_a_release_never_found_sends_nothing_and_tells_the_operator(
    campaign, reminder, looking, out_at
):
    watch_market(campaign.release, provider="spotify", market="DE", now=ASKED_AT)
    later = out_at + timedelta(hours=72)
    Sighting.objects.update(given_up_at=later)

    plan_release_mails(providers=looking, now=later)

    assert planned() == 0
    assert list(Alarm.objects.values_list("kind", "subject")) == [
        (ALARM, "midnight-single spotify DE")
    ]


def test_found_after_all_it_is_sent_and_the_alarm_ends(campaign, reminder, looking, out_at):
    watch_market(campaign.release, provider="spotify", market="DE", now=ASKED_AT)
    Sighting.objects.update(given_up_at=out_at + timedelta(hours=72))
    plan_release_mails(providers=looking, now=out_at + timedelta(hours=72))

    Sighting.objects.update(seen_at=out_at + timedelta(hours=80), given_up_at=None)
    plan_release_mails(providers=looking, now=out_at + timedelta(hours=80))

    assert planned() == 1
    assert not Alarm.objects.filter(cleared_at=None).exists()


def test_who_did_not_confirm_gets_no_release_mail(fan, ask, out_at):
    ask(fan)

    plan_release_mails(providers=settings.PROVIDERS, now=out_at)

    assert planned() == 0


def test_planning_twice_plans_once(reminder, out_at):
    for minutes in (0, 5):
        plan_release_mails(providers=settings.PROVIDERS, now=out_at + timedelta(minutes=minutes))

    assert planned() == 1
