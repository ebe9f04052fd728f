"""What is expected by own history, kept the day before, and scored: against raw rows."""

from datetime import date, timedelta

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from countin.insights.expecting.documents import ahead_as_json
from countin.insights.expecting.expectations import look_ahead
from countin.insights.expecting.history import Kept, tally_history, tally_kept
from countin.insights.expecting.keeping import keep_expectations
from countin.insights.expecting.records import score_campaign, tally_record
from countin.insights.expecting.words import sentences_ahead
from countin.insights.models import AuditReading, Expectation, Listening
from countin.insights.report_json import report_as_json
from countin.insights.report_text import write_text
from countin.insights.tallies import eve_of
from countin.presaves.models import PreSave, Transition
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from countin.statistics.calibration import Unfit
from countin.statistics.prospects import Prospect
from countin.statistics.scores import crps_counts
from tests.house.test_claims import claims_in
from tests.insights.reports import build, plain
from tests.insights.rows import BEFORE, make_campaign, make_follow, make_presave

pytestmark = pytest.mark.django_db
EARLIER = date(2026, 6, 5)
MOVES = st.lists(
    st.tuples(st.integers(-200, 200), st.sampled_from(["needs_fan", "promised", "saved"])),
    max_size=4,
)
generously = how(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def earlier_campaign(*, number, artist=None, on=EARLIER):
    campaign = make_campaign()
    release = campaign.release
    release.release_date = on + timedelta(days=number)
    release.artist = artist or release.artist
    release.save()
    return campaign


def finish(campaign, *, saved, failed, dead_before=0, provider="spotify"):
    """Pre-saves of a campaign that is over: alive the day before, but for `dead_before`."""
    made = campaign.release.first_moment - timedelta(days=9)
    ends = [("saved", 1, "")] * saved + [("needs_fan", 1, "grant_dead")] * failed
    ends += [("needs_fan", -90, "grant_expired")] * dead_before
    for state, hours, reason in ends:
        presave = make_presave(campaign, state=state, reason=reason, provider=provider)
        PreSave.objects.filter(pk=presave.pk).update(promised_at=made)
        Transition.objects.create(
            presave=presave,
            from_state="promised",
            to_state=state,
            happened_at=campaign.release.first_moment + timedelta(hours=hours),
        )


def hear(campaign, *, listeners):
    """An export of the first week."""
    for at in range(7):
        day = campaign.release.release_date + timedelta(days=at)
        Listening.objects.create(
            campaign=campaign,
            source="streams",
            scope="artist",
            first_day=day,
            last_day=day,
            listeners=listeners,
            read_at=BEFORE,
        )


@generously
@given(
    rows=st.lists(st.tuples(st.integers(-150, 150), MOVES), max_size=8),
    when=st.integers(-160, 160),
)
def test_who_was_alive_at_a_moment_is_read_from_the_moves(db, rows, when):
    campaign = make_campaign()
    as_of = BEFORE + timedelta(hours=when)
    expected = {"alive": 0, "saved": 0, "coming": 0}
    for made, moves in rows:
        presave = make_presave(campaign)
        state, then = "promised", "promised"
        for hours, to in sorted(moves, key=lambda move: move[0]):
            at = BEFORE + timedelta(hours=hours)
            Transition.objects.create(
                presave=presave, from_state=state, to_state=to, happened_at=at
            )
            state = to
            then = to if at < as_of else then
        made_at = BEFORE + timedelta(hours=made)
        PreSave.objects.filter(pk=presave.pk).update(promised_at=made_at, state=state)
        if made_at < as_of and then == "promised":
            expected["alive"] += 1
            expected["saved"] += state == "saved"
            expected["coming"] += state == "promised"

    found = tally_kept(campaign, as_of=as_of).get("spotify", Kept())

    assert {"alive": found.alive, "saved": found.saved, "coming": found.coming} == expected


def test_the_failure_of_a_follow_is_no_end_of_the_promise():
    campaign = make_campaign()
    presave = make_presave(campaign)
    Transition.objects.create(
        presave=presave, follow=make_follow(presave), to_state="failed", happened_at=BEFORE
    )

    found = tally_kept(campaign, as_of=BEFORE + timedelta(days=1))

    assert found["spotify"].alive == 1


def test_history_is_that_of_earlier_campaigns_settled_and_alive_the_day_before():
    campaign = make_campaign()
    finish(earlier_campaign(number=1), saved=30, failed=2, dead_before=5)
    finish(earlier_campaign(number=2), saved=10, failed=1, provider="apple_music")
    unsettled = earlier_campaign(number=3)
    finish(unsettled, saved=7, failed=0)
    waiting = make_presave(unsettled)
    PreSave.objects.filter(pk=waiting.pk).update(
        promised_at=unsettled.release.first_moment - timedelta(days=3)
    )
    finish(earlier_campaign(number=400), saved=9, failed=9)  # it comes later

    assert tally_history(campaign) == {
        "spotify": Kept(alive=32, saved=30),
        "apple_music": Kept(alive=11, saved=10),
    }


def test_a_number_is_expected_from_fifty_on_and_refused_below():
    campaign = make_campaign()
    finish(earlier_campaign(number=1), saved=47, failed=3)
    finish(earlier_campaign(number=2), saved=20, failed=1, provider="apple_music")
    for _fan in range(40):
        make_presave(campaign)
    make_presave(campaign, state="needs_fan", reason="grant_expired")
    make_presave(campaign, provider="apple_music")

    text = " ".join(plain(write_text(build(campaign, now=BEFORE + timedelta(days=1)))).split())

    low, high = Prospect(40, 47.5, 3.5).between(0.8)
    assert "Of 41 pre-saves on Spotify" not in text
    assert (
        f"Of 40 pre-saves on Spotify that are alive, expect {low} to {high} to be saved, about 37: "
        "of 50 in earlier campaigns 47 were."
    ) in text
    assert (
        "For 1 pre-save on Apple Music there is no number to expect: 21 of earlier campaigns are "
        "on record here, and 50 are needed."
    ) in text
    assert claims_in(text) == []


def test_it_is_kept_once_in_the_last_day_and_scored_when_all_is_known():
    campaign = make_campaign()
    finish(earlier_campaign(number=1), saved=57, failed=3)
    for _fan in range(40):
        make_presave(campaign)
    eve = eve_of(campaign)

    early = keep_expectations(eve - timedelta(seconds=1))
    kept = keep_expectations(eve)
    again = keep_expectations(eve + timedelta(hours=1))
    late = keep_expectations(campaign.release.first_moment)

    assert (early, kept, again, late) == (0, 1, 0, 0)
    (open_one,) = score_campaign(campaign)
    assert (open_one.came, open_one.held, tally_record(campaign)) == (None, None, ())
    ids = list(PreSave.objects.filter(campaign=campaign).values_list("pk", flat=True))
    for ids_of, state in ((ids[:37], "saved"), (ids[37:], "needs_fan")):
        PreSave.objects.filter(pk__in=ids_of).update(state=state)
        Transition.objects.bulk_create(
            Transition(
                presave_id=pk,
                from_state="promised",
                to_state=state,
                happened_at=eve + timedelta(days=2),
            )
            for pk in ids_of
        )
    (scored,) = score_campaign(campaign)
    assert (scored.came, scored.held) == (37, True)
    assert scored.crps == crps_counts(37, chances=Prospect(40, 57.5, 3.5).chances)
    (record,) = tally_record(campaign)
    assert (record.held.successes, record.held.of, record.crps) == (1, 1, scored.crps)
    text = " ".join(plain(write_text(build(campaign))).split())
    assert "saves on Spotify were expected of 40 pre-saves; 37 came, within that range." in text
    assert "Of one range for saves that were kept here so far, 1 held what came" in text
    assert report_as_json(build(campaign))["expected_then"][0]["came"] == 37


def test_the_artists_own_past_says_what_week_belongs_to_so_many_presaves():
    campaign = make_campaign()
    artist = campaign.release.artist
    for number, (alive, listeners) in enumerate([(12, 96), (31, 251), (9, 61)]):
        one = earlier_campaign(number=number, artist=artist)
        finish(one, saved=alive, failed=0)
        hear(one, listeners=listeners)
    for _fan in range(20):
        make_presave(campaign)

    ahead = look_ahead(campaign, now=BEFORE + timedelta(days=1))

    assert ahead is not None
    assert ahead.listeners is not None
    assert sorted(ahead.listeners.pairs) == [(9, 61), (12, 96), (31, 251)]
    assert not isinstance(ahead.listeners.found, Unfit)
    told = list(sentences_ahead(ahead, providers=settings.PROVIDERS))
    assert "both are signs of one audience, and neither makes the other." in told[1]
    assert claims_in(told[1]) == []
    eve = eve_of(campaign)
    assert keep_expectations(eve) == 2
    hear(campaign, listeners=150)
    scored = {one.kept.what: one for one in score_campaign(campaign)}
    assert scored["listeners"].came == 150
    assert Expectation.objects.get(what="listeners").terms["model"] == "ratio"


@pytest.mark.parametrize(("earlier", "because"), [(2, Unfit.TOO_FEW), (3, Unfit.OUTSIDE)])
def test_the_artists_past_is_refused_where_it_says_nothing(earlier, because):
    campaign = make_campaign()
    for number in range(earlier):
        one = earlier_campaign(number=number, artist=campaign.release.artist)
        finish(one, saved=4 + number, failed=0)
        hear(one, listeners=30)
    for _fan in range(20):
        make_presave(campaign)

    ahead = look_ahead(campaign, now=BEFORE + timedelta(days=1))

    assert ahead is not None
    assert ahead.listeners is not None
    assert ahead.listeners.found == because
    told = list(sentences_ahead(ahead, providers=settings.PROVIDERS))
    assert "can't be said" in told[1]


def test_nothing_is_expected_of_a_release_that_is_out_or_that_nobody_presaved():
    campaign = make_campaign()

    assert look_ahead(campaign, now=BEFORE) is None
    make_presave(campaign)
    assert look_ahead(campaign, now=campaign.release.first_moment) is None


def test_what_an_audit_calls_unusual_is_left_out_of_the_artists_past_and_said():
    campaign = make_campaign()
    for number, (alive, listeners) in enumerate([(12, 96), (31, 251), (9, 61)]):
        one = earlier_campaign(number=number, artist=campaign.release.artist)
        finish(one, saved=alive, failed=0)
        hear(one, listeners=listeners)
    audited(one, unusual=list(PreSave.objects.filter(campaign=one).order_by("pk")[:3]))
    mine = [make_presave(campaign) for _fan in range(20)]
    audited(campaign, unusual=mine[:5])
    moved = mine[0]
    move_presaves([moved.pk], to=State.WITHDRAWN, reason=Reason.BY_FAN, now=BEFORE)

    ahead = look_ahead(campaign, now=BEFORE + timedelta(days=1))

    assert ahead is not None
    assert ahead.listeners is not None
    assert sorted(ahead.listeners.pairs) == [(6, 61), (12, 96), (31, 251)]
    assert (ahead.listeners.alive, ahead.listeners.left_out) == (15, 4)
    told = list(sentences_ahead(ahead, providers=settings.PROVIDERS))
    assert "calls unusual: 4 of this campaign and 3 of the earlier ones." in told[1]
    assert ahead_as_json(ahead)["listeners"]["left_out_as_unusual"] == {"here": 4, "before": 3}
    assert ahead.saves[0].alive == 19  # whatever came is to be saved


def audited(campaign, *, unusual):
    groups = [{"grade": "not corroborated"}, {"grade": "unusual"}]
    AuditReading.objects.create(
        campaign=campaign,
        asked_at=BEFORE,
        done_at=BEFORE,
        document={"groups": groups},
        members=[[], [row.pk for row in unusual]],
    )
