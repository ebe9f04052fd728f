"""Standing consents are counted apart, and what came of them is told from what was pressed."""

from datetime import timedelta

import pytest

from countin.insights.counts import count_campaign
from countin.insights.funnel import presave_steps
from countin.insights.journeys import Presses, tally_presses
from countin.insights.rolling.reading import read_rolled
from countin.insights.steps import count_of
from countin.insights.tallies import count_refused, tally_presaves
from countin.presaves.models import Authorization, Purpose, StandingConsent
from tests.insights.rows import BEFORE, make_authorization, make_campaign, make_presave

pytestmark = pytest.mark.django_db


def make_standing(campaign, *, presave=None, **changes) -> StandingConsent:
    """Of a fan of their own, or of the fan of this pre-save, which came of it."""
    connection = (presave or make_presave(campaign)).connection
    assert connection is not None
    standing = StandingConsent.objects.create(
        fan=connection.fan,
        artist=campaign.release.artist,
        connection=connection,
        given_at=BEFORE,
        **changes,
    )
    if presave:
        presave.standing = standing
        presave.save()
    return standing


def count(campaign):
    return count_campaign(campaign, providers={}, base_url="http://127.0.0.1:8000", now=BEFORE)


def test_standing_consents_of_the_artist_are_counted_apart():
    campaign, other = make_campaign(), make_campaign()
    make_standing(campaign, presave=make_presave(campaign))
    make_standing(campaign)
    make_standing(campaign, ended_at=BEFORE + timedelta(days=1), end_reason="by_fan")
    make_standing(other)

    counts = count(campaign)

    assert counts["standing"] == {"in_force": 2, "ended": 1, "presaves": 1}
    assert counts["presaves"]["promised"] == 3


def test_what_came_of_one_is_among_the_five_and_came_by_no_channel():
    campaign = make_campaign(channels={"newsletter": 100})
    make_presave(campaign, channel="newsletter")
    make_standing(campaign, presave=make_presave(campaign, state="saved"))

    counts = count(campaign)

    assert counts["by_channel"]["none"]["saved"] == 1
    assert counts["by_channel"]["newsletter"]["promised"] == 1


def test_in_the_funnel_it_joins_where_no_press_came_before():
    campaign = make_campaign()
    make_presave(campaign)
    make_standing(campaign, presave=make_presave(campaign))

    steps = presave_steps(Presses(done=1), cells=tally_presaves(campaign))

    promised = next(step for step in steps if step.key == "promised")
    assert (count_of(steps, "authorized"), promised.count) == (1, 2)
    assert [(one.key, one.count) for one in promised.joined] == [("standing", 1)]
    assert next(step for step in steps if step.key == "authorized").losses == ()


def test_the_way_to_a_service_for_a_follow_or_a_renewal_is_no_press_of_a_presave():
    campaign = make_campaign()
    for outcome in ("done", "refused"):
        for purpose in (Purpose.FOLLOW, Purpose.STANDING):
            row = make_authorization(campaign, outcome=outcome, returned=True)
            Authorization.objects.filter(pk=row.pk).update(purpose=purpose)

    assert tally_presses(campaign, now=BEFORE) == {}
    assert count_refused(read_rolled(campaign)) == 0
