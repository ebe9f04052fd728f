"""What is read out of the counts, against brute force over raw rows."""

from datetime import timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from scipy import optimize, stats

from countin.insights.reading.arrivals import Ends, tally_arrivals
from countin.insights.reading.familiarity import (
    Familiar,
    tally_presaves_by_familiarity,
    tally_reminders_by_familiarity,
)
from countin.insights.reading.window import tally_window
from countin.insights.report_text import write_text
from countin.messaging.models import ListMembership, Reminder
from countin.presaves.models import PreSave, Transition
from tests.insights.reports import build, plain, promise
from tests.insights.rows import (
    AFTER,
    BEFORE,
    make_campaign,
    make_click,
    make_presave,
    make_reminder,
    make_visit,
)

pytestmark = pytest.mark.django_db
PAST = st.fixed_dictionaries(
    {
        "presave": st.sampled_from([None, -5, 5]),  # days from this promise, elsewhere
        "reminder": st.sampled_from([None, -5, 5]),
        "listed": st.sampled_from([None, -5, 5]),
        "is_forgotten": st.booleans(),
    }
)
generously = how(
    deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def at(days):
    return BEFORE + timedelta(days=days)


def live(campaign, other, past):
    """A fan with a past, and their pre-save and reminder here."""
    presave = make_presave(campaign)
    assert presave.connection is not None
    fan = presave.connection.fan
    if past["presave"] is not None:
        PreSave.objects.create(
            campaign=other,
            connection=presave.connection,
            provider="spotify",
            promised_at=at(past["presave"]),
            changed_at=AFTER,
        )
    if past["reminder"] is not None:
        asked = make_reminder(other)
        Reminder.objects.filter(pk=asked.pk).update(fan=fan, asked_at=at(past["reminder"]))
    if past["listed"] is not None:
        ListMembership.objects.create(
            fan=fan,
            artist=campaign.release.artist,
            asked_at=at(past["listed"]),
            confirmed_at=at(past["listed"]),
        )
    here = make_reminder(campaign)
    Reminder.objects.filter(pk=here.pk).update(fan=fan)
    if past["is_forgotten"]:
        PreSave.objects.filter(pk=presave.pk).update(connection=None)
        Reminder.objects.filter(pk=here.pk).update(fan=None)


@generously
@given(pasts=st.lists(PAST, max_size=8))
def test_known_are_those_who_had_been_here_before(db, pasts):
    campaign, other = make_campaign(), make_campaign()
    for past in pasts:
        live(campaign, other, past)

    presaves = tally_presaves_by_familiarity(campaign)
    reminders = tally_reminders_by_familiarity(campaign)

    told = [past for past in pasts if not past["is_forgotten"]]
    known = sum(-5 in (past["presave"], past["reminder"], past["listed"]) for past in told)
    expected = Familiar(known, len(told) - known, len(pasts) - len(told))
    assert (presaves, reminders) == (expected, expected)


@generously
@given(days=st.lists(st.integers(0, 26), min_size=1, max_size=12))
def test_arrivals_are_counted_by_their_day(db, days):
    campaign = make_campaign()
    for day in days:
        presave = make_presave(campaign)
        PreSave.objects.filter(pk=presave.pk).update(promised_at=at(day))

    (arrivals,) = tally_arrivals(campaign, now=AFTER)

    counted = dict(arrivals.days)
    assert {day: many for day, many in counted.items() if many} == {
        (BEFORE + timedelta(days=day)).date(): days.count(day) for day in days
    }
    assert len(counted) == 27  # from 1 to 27 November, the last moment on earth
    assert arrivals.ends == Ends(
        first=sum(day < 3 for day in days),
        middle=sum(3 <= day < 24 for day in days),
        last=sum(day >= 24 for day in days),
        middle_days=21,
    )


def test_no_ends_are_told_before_the_last_days_have_come():
    campaign = make_campaign()
    make_presave(campaign)

    (arrivals,) = tally_arrivals(campaign, now=BEFORE + timedelta(days=20))

    assert (arrivals.ends, len(arrivals.days), arrivals.total) == (None, 21, 1)


@generously
@given(
    saves=st.lists(st.tuples(st.sampled_from(["DE", "NZ", ""]), st.integers(-2, 60)), max_size=10)
)
def test_the_window_is_that_of_each_market(db, saves):
    campaign = make_campaign()
    for market, hours in saves:
        presave = make_presave(campaign, market=market, state="saved")
        Transition.objects.create(
            presave=presave,
            from_state="promised",
            to_state="saved",
            happened_at=presave.due_at() + timedelta(hours=hours),
        )

    window = tally_window(campaign, now=AFTER + timedelta(days=5))

    if not saves:
        assert window is None
    else:
        assert window is not None
        within = sum(hours < 48 for _market, hours in saves)
        assert (window.within, window.of) == (within, len(saves))
        assert window.even == pytest.approx(len(saves) * 2 / 28)


def test_the_window_is_told_once_it_is_over_everywhere():
    campaign = make_campaign()
    presave = make_presave(campaign, state="saved")
    Transition.objects.create(presave=presave, to_state="saved", happened_at=AFTER)
    end = campaign.release.last_moment + timedelta(hours=48)

    assert tally_window(campaign, now=end - timedelta(seconds=1)) is None
    assert tally_window(campaign, now=end) is not None


def test_channels_are_ordered_only_where_they_part():
    campaign = make_campaign(channels={"newsletter": 900, "gig": 50, "press": 70, "forum": 10})
    for name, presaves, visits in [
        ("newsletter", 30, 10),
        ("press", 2, 38),
        ("gig", 2, 30),
        ("forum", 1, 3),
    ]:
        promise(campaign, presaves, channel=name)
        for _visit in range(visits):
            make_visit(campaign, channel=name)

    comparison = build(campaign).reading.comparison

    assert comparison is not None
    assert comparison.lower == {"newsletter": ["gig", "press"]}
    forum = next(one for one in comparison.channels if one.name == "forum")
    assert (forum.raw.successes, forum.raw.of) == (1, 4)
    assert forum.shrunk is not None
    pairs = [(one.raw.successes, one.raw.of) for one in comparison.channels]

    def loss(logs):
        return -sum(stats.betabinom.logpmf(k, n, *np.exp(logs)) for k, n in pairs)

    alpha, beta = np.exp(optimize.minimize(loss, [0.0, 0.0], method="Nelder-Mead").x)
    theirs = stats.beta(1 + alpha, 3 + beta)
    assert forum.shrunk.mean == pytest.approx(theirs.mean(), abs=1e-3)
    ends = (forum.shrunk.interval.low, forum.shrunk.interval.high)
    assert ends == pytest.approx(theirs.interval(forum.shrunk.interval.level), abs=2e-3)


def test_three_channels_are_shown_as_they_are():
    campaign = make_campaign(channels={"newsletter": 900, "gig": 50, "press": 70})
    for name in ("newsletter", "gig", "press"):
        promise(campaign, 2, channel=name)
        make_visit(campaign, channel=name)

    comparison = build(campaign).reading.comparison

    assert comparison is not None
    assert [one.shrunk for one in comparison.channels] == [None] * 3
    assert comparison.lower == {}


def test_a_keyless_campaign_is_read_by_its_reminders_and_clicks():
    campaign = make_campaign(channels={"newsletter": 800, "gig": 100})
    for channel in ("newsletter", "newsletter", "gig"):
        make_visit(campaign, channel=channel)
        make_reminder(campaign, channel=channel)
    make_click(campaign, kind="native")
    PreSave.objects.all().delete()

    report = build(campaign)

    assert [one.about for one in report.reading.arrivals] == ["reminders", "clicks"]
    titles = [passage.title for passage in report.passages]
    assert titles == ["When they came", "Who was known already", "Channels, side by side"]
    assert report.reading.comparison is not None
    assert report.reading.comparison.about == "reminders asked, of visits by people"


def test_a_page_that_nobody_opened_is_read_without_a_passage():
    report = build(make_campaign())

    assert report.passages == ()
    assert "When they came" not in write_text(report)


def test_every_passage_is_told_in_whole_sentences(released):
    text = plain(write_text(build(released)))

    told = " ".join(text.split())
    assert "Of 13 pre-saves, 0 were by fans who had been here before and 13" in told
    assert "Of 13 pre-saves, 13 came in the first 3 days, 0 in the last 3" in told
