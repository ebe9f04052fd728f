"""The standing consent: begun, used, stopped, ended."""

from datetime import timedelta

import pytest

from countin.fans.grants import shred_grants
from countin.fans.models import Grant
from countin.presaves.enrolling import BY_STANDING, enroll_standing
from countin.presaves.models import PreSave, StandingConsent, Transition
from countin.presaves.promising import make_presave
from countin.presaves.standing import (
    NothingToLeanOn,
    begin_standing,
    end_spent_standings,
    mark_renewal_asked,
    stop_standing,
)
from countin.presaves.withdrawing import Withdrawal, withdraw_presave
from tests.presaves.rows import (
    NOW,
    agree,
    make_campaign,
    make_connection,
    make_the_artist,
    promise,
    seal,
    spotify_with,
)

pytestmark = pytest.mark.django_db
SPOTIFY = spotify_with()


@pytest.fixture
def artist():
    return make_the_artist()


@pytest.fixture
def connection(artist):
    """A fan with a permission, and nothing else."""
    connection = make_connection(artist)
    seal(connection)
    return connection


@pytest.fixture
def standing(artist, connection):
    return begin_standing(connection, artist=artist, consent=agree(connection), now=NOW)


def enroll(now=NOW, providers=SPOTIFY) -> int:
    return enroll_standing(providers=providers, now=now)


def live(connection) -> int:
    return Grant.objects.live().filter(connection=connection).count()


def test_asking_twice_gives_the_first_standing_consent_back(artist, connection, standing):
    again = begin_standing(connection, artist=artist, consent=agree(connection), now=NOW)

    assert again == standing
    assert StandingConsent.objects.count() == 1


def test_without_a_permission_there_is_nothing_to_lean_on(artist, connection):
    shred_grants([connection.pk], now=NOW)

    with pytest.raises(NothingToLeanOn):
        begin_standing(connection, artist=artist, consent=agree(connection), now=NOW)

    assert StandingConsent.objects.count() == 0


def test_every_open_campaign_of_the_artist_gets_a_promise_on_the_standing_consent(artist, standing):
    campaign = make_campaign(artist)

    made = enroll()

    presave = PreSave.objects.get()
    assert made == 1
    assert (presave.campaign, presave.standing, presave.state) == (campaign, standing, "promised")
    assert presave.consent == standing.consent
    assert (presave.market, presave.channel, presave.visit) == ("DE", None, None)
    assert (presave.next_step, presave.next_attempt_at) == ("save", None)
    moves = Transition.objects.values_list("from_state", "to_state", "reason")
    assert list(moves) == [("", "promised", BY_STANDING)]


def test_a_second_round_promises_nothing_anew(artist, standing):
    make_campaign(artist)
    enroll()

    assert enroll() == 0


def test_where_the_market_is_unknown_the_fans_territory_counts(artist, connection, standing):
    connection.market = ""
    connection.save()
    make_campaign(artist)

    enroll()

    assert PreSave.objects.get().market == "US"


@pytest.mark.parametrize(
    "spoil",
    [
        {"published_at": None},
        {"paused_at": NOW},
    ],
    ids=["a draft", "paused"],
)
def test_no_promise_is_made_where_nobody_could_make_one(artist, standing, spoil):
    campaign = make_campaign(artist)
    for name, value in spoil.items():
        setattr(campaign, name, value)
    campaign.save()

    assert enroll() == 0


def test_a_release_that_is_out_is_not_promised_any_more(artist, standing):
    make_campaign(artist, days=-5)

    assert enroll() == 0


def test_another_artists_campaign_is_no_concern_of_it(artist, standing):
    artist.pk = None
    artist.handle = "others"
    artist.save()
    make_campaign(artist)

    assert enroll() == 0


@pytest.mark.parametrize(("quota", "made"), [("extended", 1), ("development", 1), ("", 0)])
def test_a_permission_in_hand_is_proof_enough_for_guests_but_a_key_there_must_be(
    artist, standing, quota, made
):
    make_campaign(artist)

    assert enroll(providers=spotify_with(quota)) == made


def test_a_release_that_the_service_can_never_find_is_not_promised(artist, standing):
    campaign = make_campaign(artist)
    campaign.release.upc = ""
    campaign.release.save()

    assert enroll() == 0


def test_what_the_fan_withdrew_is_never_promised_again(artist, connection, standing):
    make_campaign(artist)
    enroll()
    withdraw_presave(PreSave.objects.get(), now=NOW)

    assert enroll() == 0
    assert PreSave.objects.get().state == "withdrawn"
    assert live(connection) == 1


def test_stopping_withdraws_what_stands_on_this_consent_alone(artist, connection, standing):
    own = promise(make_campaign(artist, days=10), connection=connection)
    make_campaign(artist, days=40)
    enroll()

    told = stop_standing(standing, now=NOW)

    standing.refresh_from_db()
    states = dict(PreSave.objects.values_list("pk", "state"))
    assert told == [Withdrawal.WITHDRAWN]
    assert (standing.ended_at, standing.end_reason) == (NOW, "by_fan")
    assert states.pop(own.pk) == "promised"
    assert list(states.values()) == ["withdrawn"]
    assert live(connection) == 1


def test_a_promise_the_fan_has_made_themselves_since_outlives_the_stop(
    artist, connection, standing
):
    campaign = make_campaign(artist)
    enroll()
    promise(campaign, connection=connection)

    stop_standing(standing, now=NOW)

    assert PreSave.objects.get().state == "promised"


def test_stopping_deletes_the_permission_that_nothing_else_needs(connection, standing):
    stop_standing(standing, now=NOW)

    assert live(connection) == 0
    assert stop_standing(standing, now=NOW) == []


def test_stopping_during_a_call_tears_no_permission_away(connection, standing):
    Grant.objects.update(claimed_until=NOW + timedelta(minutes=1))

    stop_standing(standing, now=NOW)

    assert live(connection) == 1


def test_a_permission_that_grew_too_old_ends_it_and_says_so(connection, standing):
    later = NOW + timedelta(days=181)

    ended = end_spent_standings(now=later)

    standing.refresh_from_db()
    assert (ended, standing.end_reason) == (1, "expired")
    assert live(connection) == 0


def test_a_permission_that_was_deleted_ends_it_and_says_so(connection, standing):
    shred_grants([connection.pk], now=NOW)

    end_spent_standings(now=NOW)

    standing.refresh_from_db()
    assert standing.end_reason == "permission_gone"


def test_while_the_permission_lives_nothing_ends(standing):
    assert end_spent_standings(now=NOW + timedelta(days=179)) == 0


def test_renewal_is_due_sixty_days_before_the_end_and_asked_once_a_permission(connection, standing):
    early, due = NOW + timedelta(days=119), NOW + timedelta(days=121)

    before = list(StandingConsent.objects.due_for_renewal(early))
    asked = list(StandingConsent.objects.due_for_renewal(due))
    mark_renewal_asked([standing.pk], now=due)
    again = list(StandingConsent.objects.due_for_renewal(due + timedelta(days=1)))
    seal(connection, now=due + timedelta(days=2))
    renewed = list(StandingConsent.objects.due_for_renewal(due + timedelta(days=3)))
    next_time = list(StandingConsent.objects.due_for_renewal(due + timedelta(days=125)))

    assert (before, asked, again, renewed, next_time) == ([], [standing], [], [], [standing])


def test_a_fan_who_presses_the_button_too_has_a_promise_of_their_own(artist, connection, standing):
    campaign = make_campaign(artist)
    enroll()
    consent = agree(connection, words="I pressed it myself")

    presave = make_presave(
        campaign,
        connection=connection,
        consent=consent,
        market="DE",
        channel=None,
        visit_id=None,
        follow=None,
        tries_early=False,
        now=NOW,
    )

    assert (presave.consent, presave.standing) == (consent, standing)
