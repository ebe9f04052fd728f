"""What was known the day before, and what a service's yes is worth: against raw rows."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from countin.insights.promise_steps import ALIVE_NOW, ALIVE_THEN
from countin.insights.steps import count_of
from countin.insights.tallies import eve_of, tally_closely, tally_presaves
from countin.presaves.models import PreSave, Transition
from tests.insights.reports import build
from tests.insights.rows import AFTER, BEFORE, make_campaign, make_follow, make_presave

pytestmark = pytest.mark.django_db
ENDINGS = [
    ("promised", ""),
    ("saved", ""),
    ("withdrawn", "by_fan"),
    ("needs_fan", "grant_refused"),
    ("failed", "grant_dead"),
    ("failed", "not_released"),
    ("failed", "not_in_library"),
    ("failed", ""),
]
ROW = st.fixed_dictionaries(
    {
        "ending": st.sampled_from(ENDINGS),
        "provider": st.sampled_from(["spotify", "apple_music"]),
        "channel": st.sampled_from([None, "newsletter"]),
        "falls": st.lists(st.sampled_from([-72, -25, -23, 0, 3]), max_size=3),
        "is_accepted": st.booleans(),
    }
)
generously = how(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def move(presave, *, to, hours, was="promised", follow=None):
    """A transition, so many hours from the first moment anywhere."""
    at = presave.campaign.release.first_moment + timedelta(hours=hours)
    return Transition.objects.create(
        presave=presave, from_state=was, to_state=to, happened_at=at, follow=follow
    )


def make(campaign, row):
    state, reason = row["ending"]
    presave = make_presave(
        campaign, state=state, reason=reason, provider=row["provider"], channel=row["channel"]
    )
    if row["is_accepted"]:
        PreSave.objects.filter(pk=presave.pk).update(next_step="read_back")
    for hours in sorted(row["falls"]):
        move(presave, to="needs_fan", hours=hours)
        move(presave, to="promised", hours=hours, was="needs_fan")
    return presave


def fell_late(presave, *, eve):
    moves = Transition.objects.filter(presave=presave, follow=None, from_state="promised")
    return any(one.happened_at >= eve for one in moves)


@generously
@given(rows=st.lists(ROW, min_size=1, max_size=15))
def test_each_loss_stands_where_it_was_noticed(db, rows):
    campaign = make_campaign(channels={"newsletter": 100})
    for row in rows:
        make(campaign, row)
    raw = list(PreSave.objects.filter(campaign=campaign))
    eve = eve_of(campaign)

    report = build(campaign)

    permission = [p for p in raw if p.reason in ("grant_refused", "grant_dead")]
    late = [p for p in permission if fell_late(p, eve=eve)]
    gone = sum(p.state == "withdrawn" for p in raw) + len(permission) - len(late)
    assert count_of(report.steps, "alive") == len(raw) - gone
    assert count_of(report.steps, "saved") == sum(p.state == "saved" for p in raw)
    losses = {(step.key, loss.key): loss.count for step in report.steps for loss in step.losses}
    for reason in ("grant_refused", "grant_dead"):
        expected = sum(p.reason == reason for p in late)
        assert losses.get(("alive", f"late_{reason}"), 0) == expected
    left = [step.count - sum(one.count for one in step.losses) for step in report.steps[3:-1]]
    assert left == [step.count for step in report.steps[4:]]
    apple = [p for p in raw if p.provider == "apple_music"]
    if apple:
        accepted = [
            p
            for p in raw
            if p.state == "saved"
            or p.reason == "not_in_library"
            or (p.state == "promised" and p.next_step == "read_back")
        ]
        assert count_of(report.steps, "accepted") == len(accepted)
    else:
        assert "accepted" not in [step.key for step in report.steps]
    for parts in (report.services, report.channels):
        for number, step in enumerate(report.steps):
            assert sum(part.steps[number].count for part in parts) == step.count


@generously
@given(rows=st.lists(ROW, max_size=8))
def test_looking_closely_counts_the_same_presaves(db, rows):
    campaign = make_campaign(channels={"newsletter": 100})
    for row in rows:
        make(campaign, row)

    closely, plainly = tally_closely(campaign), tally_presaves(campaign)

    def by_state(cells):
        return sorted((cell.state, cell.reason) for cell in cells for _one in range(cell.how_many))

    assert by_state(closely) == by_state(plainly)


def test_a_follow_that_failed_on_the_day_is_no_loss_of_the_save():
    campaign = make_campaign()
    presave = make_presave(campaign, state="needs_fan", reason="grant_dead")

    move(presave, to="failed", hours=1, follow=make_follow(presave))

    assert [cell.fell_late for cell in tally_closely(campaign)] == [False]


def test_before_the_day_it_is_said_what_is_alive_now():
    campaign = make_campaign()
    make_presave(campaign)

    before, after = build(campaign, now=BEFORE), build(campaign, now=AFTER)

    words = {step.key: step.words for step in before.steps}
    assert words["alive"] == ALIVE_NOW
    assert {step.key: step.words for step in after.steps}["alive"] == ALIVE_THEN
