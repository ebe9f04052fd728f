"""Kept counts equal the rows, whatever writes them: models, batches of plain SQL, erasure."""

import json
import random
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.db import transaction

from countin.campaigns.models import Channel
from countin.config.doctor.findings import Grade
from countin.config.doctor.working import look_at_counts
from countin.insights.counts import count_campaign
from countin.insights.models import Tally
from countin.insights.rolling.commands import recount
from countin.insights.rolling.keeping import are_kept, drop_triggers, keep_tallies
from countin.insights.rolling.reading import read_rolled
from countin.insights.rolling.rebuilding import (
    find_differences,
    fold_tallies,
    rebuild_tallies,
)
from countin.insights.rolling.sources import KINDS
from countin.messaging.models import Reminder
from countin.presaves.models import Authorization, FollowAsk, PreSave
from countin.presaves.moving import explain_presaves, move_follows, move_presaves
from countin.presaves.states import FollowState, Reason, State, Step
from countin.visits.models import AppStep, Click, Visit
from countin.workspaces.rows import update_rows
from tests.insights.rows import (
    AFTER,
    BEFORE,
    make_authorization,
    make_campaign,
    make_click,
    make_follow,
    make_presave,
    make_reminder,
    make_visit,
)

pytestmark = pytest.mark.django_db
_CHANNELS = ("newsletter", "gig", None)
_COUNTRIES = ("DE", "US", "")


class Crowd:
    """Fans who do what comes to their minds, on two campaigns of one installation."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.campaigns = [make_campaign(channels={"newsletter": 9, "gig": None}) for _ in range(2)]
        self.deeds = (
            *(self.promise, self.promise, self.visit, self.visit, self.press, self.remind),
            *(self.click, self.move, self.explain, self.come_back, self.settle_follows),
            *(self.step_on, self.forget, self.tell_visits, self.lose_a_channel, self.vanish),
        )

    def act(self, times: int) -> None:
        for _ in range(times):
            self.chance.choice(self.deeds)()

    @property
    def campaign(self):
        return self.chance.choice(self.campaigns)

    def some(self, model, share: float = 0.4) -> list[int]:
        # Ordered: a database answers in any order, and the seed has to decide alone.
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return [pk for pk in ids if self.chance.random() < share]

    def promise(self) -> None:
        presave = make_presave(
            self.campaign,
            provider=self.chance.choice(("spotify", "apple_music")),
            market=self.chance.choice(_COUNTRIES),
            channel=self.chance.choice(_CHANNELS),
        )
        if self.chance.random() < 0.6:
            make_follow(presave)

    def visit(self) -> None:
        row = make_visit(self.campaign, channel=self.chance.choice(_CHANNELS))
        app = self.chance.choice(("", "instagram"))
        Visit.objects.filter(pk=row.pk).update(
            country=self.chance.choice(_COUNTRIES), in_app=app, is_bot=self.chance.random() < 0.2
        )
        AppStep.objects.create(
            campaign=row.campaign, app="x", kind="pressed", has_left=bool(app), stepped_at=BEFORE
        )

    def press(self) -> None:
        outcome = self.chance.choice(("under_way", "done", "denied", "refused", "failed"))
        purpose = self.chance.choice(("presave", "follow"))
        make_authorization(self.campaign, outcome=outcome, returned=False, purpose=purpose)
        Authorization.objects.filter(pk__in=self.some(Authorization)).update(returned_at=AFTER)

    def remind(self) -> None:
        make_reminder(self.campaign, channel=self.chance.choice(_CHANNELS))
        Reminder.objects.filter(pk__in=self.some(Reminder)).update(confirmed_at=BEFORE)
        Reminder.objects.filter(pk__in=self.some(Reminder, 0.1)).update(withdrawn_at=BEFORE)
        Reminder.objects.filter(pk__in=self.some(Reminder, 0.2)).update(pushed_at=AFTER)

    def click(self) -> None:
        make_click(self.campaign, kind=self.chance.choice(("follow_link", "native", "open")))

    def move(self) -> None:
        to = self.chance.choice(list(State))
        reason = Reason.NONE if to in (State.PROMISED, State.SAVED) else Reason.GRANT_DEAD
        move_presaves(self.some(PreSave), to=to, reason=reason, now=AFTER)

    def explain(self) -> None:
        explain_presaves(self.some(PreSave, 0.2), reason=Reason.REFUSED, now=AFTER)

    def come_back(self) -> None:
        PreSave.objects.filter(pk__in=self.some(PreSave, 0.2)).update(
            market=self.chance.choice(_COUNTRIES)
        )

    def settle_follows(self) -> None:
        to = self.chance.choice((FollowState.DONE, FollowState.FAILED))
        because = "refused | in words of its own" if to == FollowState.FAILED else ""
        move_follows(self.some(FollowAsk), to=to, because=because, now=AFTER)

    def step_on(self) -> None:
        step = self.chance.choice((Step.READ_BACK, Step.SAVE))
        update_rows(PreSave, fields=("next_step",), rows=[(pk, step) for pk in self.some(PreSave)])

    def forget(self) -> None:
        Visit.objects.filter(pk__in=self.some(Visit)).update(country="", referrer_host="")

    def tell_visits(self) -> None:
        PreSave.objects.filter(pk__in=self.some(PreSave)).update(attempts=1)

    def lose_a_channel(self) -> None:
        if self.chance.random() < 0.1:
            Channel.objects.filter(campaign=self.campaign, name="gig").delete()

    def vanish(self) -> None:
        FollowAsk.objects.filter(pk__in=self.some(FollowAsk, 0.1)).delete()
        Visit.objects.filter(pk__in=self.some(Visit, 0.1)).delete()
        Click.objects.filter(pk__in=self.some(Click, 0.1)).delete()


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_counts_are_those_of_the_rows(seed: int):
    crowd = Crowd(seed)
    kept = set()

    for _ in range(4):
        crowd.act(25)
        assert find_differences() == []
        fold_tallies()
        kept |= {kind for campaign in crowd.campaigns for kind in read_rolled(campaign).cells}
    assert find_differences() == []
    # The crowd left no app and gave no standing consent.
    assert kept == {*KINDS} - {"left", "standing"}


def test_the_comparison_finds_what_is_wrong_and_counting_anew_mends_it():
    campaign = make_campaign()
    make_presave(campaign, market="DE")
    Tally.objects.filter(kind="states").update(how_many=5)

    found = find_differences()
    rebuild_tallies()

    assert [(one.kind, one.cell, one.kept, one.counted) for one in found] == [
        ("states", "promised", 5, 1)
    ]
    assert find_differences() == []


def test_triggers_that_are_gone_are_missed_made_again_and_what_they_missed_is_counted():
    campaign = make_campaign()
    assert are_kept()
    drop_triggers()
    make_presave(campaign)

    was_needed = keep_tallies()

    assert was_needed
    assert are_kept()
    assert not keep_tallies()
    assert find_differences() == []
    counts = count_campaign(campaign, providers={}, base_url="", now=BEFORE + timedelta(days=1))
    assert counts["presaves"]["promised"] == 1


def test_a_write_that_is_undone_is_not_counted():

    campaign = make_campaign()

    with transaction.atomic():
        make_presave(campaign)
        transaction.set_rollback(True)

    assert find_differences() == []
    assert read_rolled(campaign).cells == {}


def test_folding_leaves_one_row_a_cell():
    campaign = make_campaign()
    for _ in range(5):
        make_presave(campaign)
    before = read_rolled(campaign).cells

    fold_tallies()

    assert read_rolled(campaign).cells == before
    rows = Tally.objects.filter(about=campaign.pk, kind="states")
    assert [(row.cell, row.how_many, row.is_new) for row in rows] == [("promised", 5, False)]
    assert fold_tallies() == 0


def test_the_doctor_finds_a_wrong_count_and_the_command_mends_it():
    make_presave(make_campaign())
    Tally.objects.filter(kind="states").update(how_many=5)
    found = list(look_at_counts())

    told = CliRunner().invoke(recount, ["--json"])

    assert [one.grade for one in found] == [Grade.MEND]
    assert "countin recount" in found[0].words
    assert [one["kept"] for one in json.loads(told.output)["differences"]] == [5]
    assert [one.grade for one in look_at_counts()] == [Grade.FINE]
