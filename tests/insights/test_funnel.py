"""The steps to a save, and every loss by its name, against brute force over raw rows."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from countin.insights import journeys
from countin.insights.funnel import follow_steps, presave_steps, reminder_steps
from countin.insights.steps import count_of
from countin.insights.tallies import tally_presaves
from countin.messaging.models import Reminder
from countin.presaves.models import Authorization, PreSave
from countin.visits.models import Click
from tests.insights.rows import (
    BEFORE,
    channel_of,
    make_authorization,
    make_campaign,
    make_follow,
    make_presave,
    make_reminder,
    make_visit,
)

NOW = BEFORE + timedelta(minutes=5)
ENDINGS = [
    ("promised", ""),
    ("saved", ""),
    ("withdrawn", "by_fan"),
    ("needs_fan", "grant_refused"),
    ("needs_fan", "held_back"),
    ("failed", "grant_dead"),
    ("failed", "not_released"),
    ("failed", "not_in_library"),
    ("failed", "not_let_in"),
    ("failed", ""),
]
PRESS = st.fixed_dictionaries(
    {
        "outcome": st.sampled_from(["under_way", "done", "denied", "refused", "failed"]),
        "returned": st.booleans(),
        "is_old": st.booleans(),
        "came_before": st.booleans(),
        "ending": st.sampled_from(ENDINGS),
        "provider": st.sampled_from(["spotify", "apple_music"]),
        "channel": st.sampled_from([None, "newsletter"]),
    }
)
REMINDER = st.fixed_dictionaries(
    {
        "confirmed": st.booleans(),
        "sent": st.booleans(),
        "notifiable": st.booleans(),
        "notified": st.booleans(),
        "opened": st.integers(0, 2),
        "withdrawn": st.booleans(),
        "channel": st.sampled_from([None, "newsletter"]),
    }
)
generously = how(
    deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

pytestmark = pytest.mark.django_db


def press(campaign, row):
    """A press, and the pre-save that came of it unless this fan had one before."""
    authorization = make_authorization(
        campaign,
        provider=row["provider"],
        outcome=row["outcome"],
        returned=row["outcome"] != "under_way" or row["returned"],
        started_at=BEFORE - timedelta(hours=1) if row["is_old"] else BEFORE,
        channel=channel_of(campaign, row["channel"]),
    )
    if row["outcome"] == "done" and not row["came_before"]:
        state, reason = row["ending"]
        authorization.presave = make_presave(
            campaign,
            provider=row["provider"],
            channel=row["channel"],
            state=state,
            reason=reason,
        )
        authorization.save()


def steps_of(campaign):
    presses = journeys.add_presses(journeys.tally_presses(campaign, now=NOW).values())
    return presave_steps(presses, cells=tally_presaves(campaign))


def losses_of(steps):
    return {loss.key: loss.count for step in steps for loss in step.losses}


def assert_steps_add_up(steps):
    left = [step.count - sum(loss.count for loss in step.losses) for step in steps[:-1]]
    assert left == [step.count for step in steps[1:]]


@generously
@given(rows=st.lists(PRESS, max_size=25))
def test_every_press_is_counted_to_its_end(db, rows):
    campaign = make_campaign(channels={"newsletter": 100})
    for row in rows:
        press(campaign, row)
    raw = list(Authorization.objects.filter(campaign=campaign))
    presaves = list(PreSave.objects.filter(campaign=campaign))

    steps = steps_of(campaign)

    not_back = [a for a in raw if a.outcome == "under_way" and a.returned_at is None]
    crashed = [a for a in raw if a.outcome == "under_way" and a.returned_at is not None]
    expected = {
        "lost": sum(a.expires_at <= NOW for a in not_back),
        "away": sum(a.expires_at > NOW for a in not_back),
        "denied": sum(a.outcome == "denied" for a in raw),
        "refused": sum(a.outcome == "refused" for a in raw),
        "failed": sum(a.outcome == "failed" for a in raw) + len(crashed),
        "again": sum(a.outcome == "done" and a.presave_id is None for a in raw),
        "withdrawn": sum(p.state == "withdrawn" for p in presaves),
        "grant_refused": sum(p.reason == "grant_refused" for p in presaves),
        "held_back": sum(p.reason == "held_back" for p in presaves),
        "grant_dead": sum(p.reason == "grant_dead" for p in presaves),
        "not_released": sum(p.reason == "not_released" for p in presaves),
        "not_in_library": sum(p.reason == "not_in_library" for p in presaves),
        "not_let_in": sum(p.reason == "not_let_in" for p in presaves),
        "unexplained": sum(p.state == "failed" and not p.reason for p in presaves),
        "on_its_way": sum(p.state == "promised" for p in presaves),
    }
    assert losses_of(steps) == {key: count for key, count in expected.items() if count}
    assert count_of(steps, "pressed") == len(raw)
    assert count_of(steps, "saved") == sum(p.state == "saved" for p in presaves)
    assert_steps_add_up(steps)


@generously
@given(rows=st.lists(PRESS, min_size=1, max_size=15))
def test_forgetting_whose_press_it_was_changes_no_count(db, rows):
    campaign = make_campaign(channels={"newsletter": 100})
    for row in rows:
        press(campaign, row)
    before = steps_of(campaign)

    Authorization.objects.filter(campaign=campaign).update(
        browser_hash="", time_zone="", territory="", language="", visit=None, presave=None
    )

    assert steps_of(campaign) == before


@generously
@given(rows=st.lists(REMINDER, max_size=15))
def test_every_reminder_is_counted_to_its_end(db, rows):
    campaign = make_campaign(channels={"newsletter": 100})
    for row in rows:
        make_reminder(campaign, **row)
    raw = list(Reminder.objects.filter(campaign=campaign))
    opened = set(Click.objects.filter(campaign=campaign).values_list("link_id", flat=True))

    parts = journeys.tally_reminded(campaign)
    steps = reminder_steps(journeys.add_reminded(parts.values()))

    told = [r for r in raw if r.sent_at or r.pushed_at]
    unsent = [r for r in raw if r not in told]
    standing = [r for r in unsent if r.withdrawn_at is None]
    expected = {
        "unconfirmed": sum(not (r.confirmed_at or r.push_allowed_at) for r in standing),
        "withdrawn": len(unsent) - len(standing),
        "waiting": sum(bool(r.confirmed_at or r.push_allowed_at) for r in standing),
        "unopened": sum(r.link_id not in opened for r in told),
    }
    assert losses_of(steps) == {key: count for key, count in expected.items() if count}
    assert count_of(steps, "asked") == len(raw)
    assert_steps_add_up(steps)
    by_newsletter = sum(r.channel is not None for r in raw)
    assert sum(p.total for (_s, name), p in parts.items() if name == "newsletter") == by_newsletter


def test_follows_that_failed_are_named_by_their_reason():
    campaign = make_campaign()
    for state, because in [
        ("done", ""),
        ("done", ""),
        ("failed", "service_error"),
        ("failed", ""),
        ("waiting", ""),
        ("withdrawn", "by_fan"),
    ]:
        make_follow(make_presave(campaign, state="saved"), state=state, because=because)

    steps = follow_steps(journeys.tally_follow_ends(campaign))

    assert losses_of(steps) == {"withdrawn": 1, "service_error": 1, "unexplained": 1, "waiting": 1}
    assert [step.count for step in steps] == [6, 2]
    assert_steps_add_up(steps)


def test_visits_by_machines_are_apart_and_each_visit_leads_once():
    campaign = make_campaign(channels={"newsletter": 100})
    visit = make_visit(campaign, channel="newsletter")
    make_visit(campaign, channel="newsletter")
    make_visit(campaign)
    machine = make_visit(campaign, is_bot=True)
    for seen in (visit, visit, machine):
        presave = make_presave(campaign, channel="newsletter")
        PreSave.objects.filter(pk=presave.pk).update(visit=seen)

    visits = journeys.tally_visits(campaign)

    assert visits == {
        "newsletter": journeys.Visits(people=2, machines=0, led=1),
        "none": journeys.Visits(people=1, machines=1, led=0),
    }
    assert journeys.add_visits(visits.values()) == journeys.Visits(3, 1, 1)


def test_it_is_unknown_which_visits_led_once_that_is_forgotten():
    campaign = make_campaign()
    make_visit(campaign)
    make_presave(campaign)

    visits = journeys.tally_visits(campaign)

    assert visits["none"].led is None


def test_no_visit_led_to_a_presave_where_there_is_none():
    campaign = make_campaign()
    make_visit(campaign)

    visits = journeys.tally_visits(campaign)

    assert visits["none"].led == 0
