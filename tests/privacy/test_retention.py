from datetime import timedelta

import pytest

from countin.campaigns.models import PlanNote
from countin.campaigns.planned.changing import begin_plan, give_owner, mark_done, write_note
from countin.fans.grants import claim_grants
from countin.fans.models import Connection, Consent, EmailAddress, Fan, FanKey, Grant
from countin.messaging.models import Mail, MailKey, Reminder
from countin.presaves.models import Authorization, PreSave
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State
from countin.privacy import handbook
from countin.privacy.retention import RETENTIONS, enforce_retention, retention_words
from countin.visits.models import AppStep, PrefixKey, Visit
from tests.privacy.conftest import NOW, hold_fan, promise, remind

JUST_BEFORE = timedelta(seconds=-1)


@pytest.fixture
def page():
    return handbook.read_fields(handbook.PATH.read_text())


def test_the_privacy_page_says_of_every_field_how_long_the_code_keeps_it(page):
    said = {row.name: row.retention for row in page}

    assert said == {name: retention_words(name) for name in said}
    assert "" not in said.values()


def test_the_code_keeps_no_field_that_the_page_does_not_name(page):
    kept = frozenset().union(*(rule.fields for rule in RETENTIONS))

    assert kept == {row.name for row in page}


def test_an_authorization_forgets_its_browser_after_a_day(ada):
    enforce_retention(now=NOW + timedelta(days=1) + JUST_BEFORE)
    before = Authorization.objects.get().browser_hash

    enforce_retention(now=NOW + timedelta(days=1))

    row = Authorization.objects.get()
    assert before == "browser"
    assert (row.browser_hash, row.time_zone, row.territory, row.presave) == ("", "", "", None)
    assert row.outcome == "done"


def test_that_an_address_was_written_to_is_forgotten_after_a_day(ada):
    enforce_retention(now=NOW + timedelta(days=1))

    assert Mail.objects.get().address_mark == ""
    assert MailKey.objects.get().address_mark == ""


def test_an_unconfirmed_address_goes_after_two_weeks(campaign):
    fan = Fan.objects.create(workspace=campaign.workspace, created_at=NOW)
    remind(campaign, fan=fan, confirmed=False)

    enforce_retention(now=NOW + timedelta(days=14) + JUST_BEFORE)
    before = EmailAddress.objects.count()
    enforce_retention(now=NOW + timedelta(days=14))

    assert (before, EmailAddress.objects.count()) == (1, 0)


def test_a_confirmed_address_goes_thirty_days_after_the_release(ada, after):
    enforce_retention(now=after(days=30) + JUST_BEFORE)
    before = EmailAddress.objects.count()

    enforce_retention(now=after(days=30))

    assert (before, EmailAddress.objects.count()) == (1, 0)


def test_an_address_needed_for_a_later_release_stays(ada, later_campaign, after):
    remind(later_campaign, fan=ada.fan)

    enforce_retention(now=after(days=31))

    assert EmailAddress.objects.count() == 1


def test_a_grant_goes_when_the_service_would_not_accept_it_any_more(campaign, ada):
    Grant.objects.update(usable_until=NOW + timedelta(days=3))

    enforce_retention(now=NOW + timedelta(days=3))

    assert Grant.objects.get().sealed is None
    assert Grant.objects.get().shredded_at == NOW + timedelta(days=3)


def test_a_grant_that_waits_for_its_fan_goes_when_the_campaign_ends(ada, after):
    move_presaves([ada.presave.pk], to=State.NEEDS_FAN, reason=Reason.GRANT_REFUSED, now=NOW)

    enforce_retention(now=after(days=28) + JUST_BEFORE)
    before = Grant.objects.get().sealed
    enforce_retention(now=after(days=28))

    assert before is not None
    assert Grant.objects.get().sealed is None


def test_a_grant_that_a_later_campaign_needs_stays(ada, later_campaign, after):
    promise(later_campaign, connection=ada.connection)

    enforce_retention(now=after(days=29))

    assert Grant.objects.get().sealed is not None


def test_a_grant_that_nothing_open_needs_goes_at_the_next_round(ada):
    PreSave.objects.update(state=State.SAVED)
    move_follows(
        ada.presave.follows.values_list("pk", flat=True),
        to=FollowState.DONE,
        because="",
        now=NOW,
    )

    enforce_retention(now=NOW)

    assert Grant.objects.get().sealed is None


def test_a_grant_in_a_workers_hands_is_not_torn_away(ada):
    PreSave.objects.update(state=State.SAVED)
    ada.presave.follows.update(state=FollowState.DONE)
    claim_grants([ada.grant.pk], now=NOW, until=NOW + timedelta(minutes=5))

    enforce_retention(now=NOW)

    assert Grant.objects.get().sealed is not None


def test_a_visit_forgets_where_it_came_from_and_stays_a_count(ada, after):
    told = {"country": "DE", "ip_prefix": "ab" * 16, "utm_source": "x", "came_from": 7}
    Visit.objects.update(**told, in_app="instagram")

    enforce_retention(now=after(days=30))

    kept = Visit.objects.values_list("referrer_host", "browser", *told)
    assert list(kept) == [("", "", "", "", "", None)]
    assert PreSave.objects.get().visit is None
    assert Visit.objects.get().in_app == "instagram"


def test_a_step_inside_an_app_forgets_its_visit_and_stays_a_count(ada, after):
    AppStep.objects.create(
        campaign=ada.presave.campaign,
        app="instagram",
        kind="pressed",
        has_left=False,
        stepped_at=NOW,
        visit_number=7,
    )

    enforce_retention(now=after(days=30))

    assert AppStep.objects.get().visit_number is None


def test_the_key_of_network_hashes_is_destroyed_thirty_days_after_the_release(ada, after):
    campaign = ada.presave.campaign
    PrefixKey.objects.create(campaign=campaign, key=b"k" * 32, made_at=campaign.created_at)
    enforce_retention(now=after(days=30) + JUST_BEFORE)
    before = PrefixKey.objects.count()

    enforce_retention(now=after(days=30))

    assert (before, PrefixKey.objects.count()) == (1, 0)


def test_fans_go_thirty_days_after_their_last_release_and_counts_stay(ada, after):
    enforce_retention(now=after(days=30) + JUST_BEFORE)
    before = Fan.objects.count()

    enforce_retention(now=after(days=30))

    assert before == 1
    assert [model.objects.count() for model in (Fan, FanKey, Connection, Grant)] == [0] * 4
    assert [model.objects.count() for model in (PreSave, Reminder, MailKey)] == [1, 1, 0]
    assert PreSave.objects.get().connection is None


def test_a_promise_left_open_by_mistake_does_not_stay_open_without_its_fan(ada, after):
    enforce_retention(now=after(days=30))

    assert PreSave.objects.get().state == State.FAILED


def test_a_fan_of_a_later_release_stays(ada, later_campaign, after):
    promise(later_campaign, connection=ada.connection)

    enforce_retention(now=after(days=31))

    assert list(Fan.objects.all()) == [ada.fan]


def test_a_fan_who_took_part_in_nothing_goes_after_thirty_days(campaign):
    Fan.objects.create(workspace=campaign.workspace, created_at=NOW)

    enforce_retention(now=NOW + timedelta(days=30))

    assert Fan.objects.count() == 0


def test_words_agreed_to_are_kept_for_three_years(ada, after):
    enforce_retention(now=after(days=3 * 365) + JUST_BEFORE)
    before = Consent.objects.count()

    enforce_retention(now=after(days=3 * 365))

    assert (before, Consent.objects.count()) == (2, 0)


def test_before_anything_is_due_nothing_is_touched(campaign, ada):
    hold_fan(campaign, account="grace")

    touched = enforce_retention(now=NOW + timedelta(hours=1))

    assert touched == 0


def test_a_second_round_finds_nothing_left(ada, after):
    enforce_retention(now=after(days=30))

    assert enforce_retention(now=after(days=30)) == 0


def test_who_did_what_for_a_release_is_forgotten_ninety_days_after_it(campaign, after):
    plan = begin_plan(campaign, now=NOW)
    give_owner(plan, task="announce", owner="Ines Example", now=NOW)
    write_note(plan, task="announce", text="ask the hall", now=NOW)
    mark_done(plan, task="announce", now=NOW)

    enforce_retention(now=after(days=90) + JUST_BEFORE)
    before = PlanNote.objects.get().owner
    enforce_retention(now=after(days=90))

    note = PlanNote.objects.get()
    assert before == "Ines Example"
    assert (note.owner, note.note, note.done_at) == ("", "", NOW)
