"""The counts of `show --json` against brute force over raw rows."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from countin.fans.models import Fan
from countin.insights.counts import count_campaign
from countin.messaging.models import Reminder
from countin.presaves.authorizations import finish_authorization
from countin.presaves.models import Authorization, AuthorizationOutcome, FollowAsk, PreSave
from countin.visits.models import Click
from tests.insights.rows import (
    BEFORE,
    make_authorization,
    make_campaign,
    make_click,
    make_follow,
    make_presave,
    make_reminder,
)
from tests.linked import LINKED

FIVE = ("promised", "saved", "needs_fan", "failed", "withdrawn")
REASONS = {
    "promised": [""],
    "saved": [""],
    "needs_fan": ["held_back", "grant_refused", "grant_dead", "grant_expired", "no_subscription"],
    "failed": [
        "not_released",
        "not_in_library",
        "service_error",
        "refused",
        "not_let_in",
        "grant_dead",
    ],
    "withdrawn": ["by_fan"],
}
STANDING = st.sampled_from([(state, why) for state in FIVE for why in REASONS[state]])
PRESAVE = st.fixed_dictionaries(
    {
        "provider": st.sampled_from(["spotify", "apple_music", "gone_service"]),
        "market": st.sampled_from(["DE", "AT", "US", "NZ", "JP", ""]),
        "channel": st.sampled_from([None, "newsletter", "instagram"]),
        "standing": STANDING,
        "follow": st.sampled_from([None, "waiting", "done", "failed", "withdrawn"]),
    }
)
REMINDER = st.fixed_dictionaries(
    {
        "confirmed": st.booleans(),
        "sent": st.booleans(),
        "notifiable": st.booleans(),
        "notified": st.booleans(),
        "opened": st.integers(0, 3),
        "withdrawn": st.booleans(),
    }
)

pytestmark = pytest.mark.django_db


def counts_of(campaign, *, now=BEFORE):
    return count_campaign(
        campaign, providers=settings.PROVIDERS, base_url="https://p.example", now=now
    )


def five_of(presaves):
    return {state: sum(row.state == state for row in presaves) for state in FIVE}


def make_rows(campaign, presaves):
    for row in presaves:
        state, reason = row["standing"]
        presave = make_presave(
            campaign,
            provider=row["provider"],
            market=row["market"],
            channel=row["channel"],
            state=state,
            reason=reason,
        )
        if row["follow"]:
            make_follow(presave, state=row["follow"])


def come_back(campaign, *, outcome, presave=None, **pressed):
    authorization = make_authorization(campaign, outcome="under_way", **pressed)
    finish_authorization(authorization, outcome=AuthorizationOutcome(outcome), presave=presave)


def waves_by_hand(campaign, rows):
    """Moment by moment, row by row."""
    standing = [row for row in rows if row.state != "withdrawn"]
    keys = sorted({(row.due_at(), row.provider) for row in standing})
    groups = [
        (provider, due_at, [r for r in standing if (r.due_at(), r.provider) == (due_at, provider)])
        for due_at, provider in keys
    ]
    is_global = campaign.release.timing == "global"
    return [
        {
            "provider": provider,
            "due_at": due_at.isoformat().replace("+00:00", "Z"),
            "markets": None if is_global else sorted({row.market for row in group}),
            "total": len(group),
            "done": sum(row.state != "promised" for row in group),
        }
        for provider, due_at, group in groups
    ]


MOMENT = datetime(2026, 11, 27, 5, tzinfo=UTC)


@how(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(presaves=st.lists(PRESAVE, max_size=25), release_at=st.sampled_from([None, MOMENT]))
def test_presaves_and_follows_are_counted_as_the_raw_rows_say(db, presaves, release_at):
    campaign = make_campaign(
        channels={"newsletter": 3100, "instagram": None}, release_at=release_at
    )
    make_rows(campaign, presaves)
    rows = list(PreSave.objects.filter(campaign=campaign).select_related("channel"))
    asks = list(FollowAsk.objects.filter(presave__campaign=campaign))

    counts = counts_of(campaign)

    services = {*counts["modes"], *(row.provider for row in rows)} - {*LINKED}
    channel_names = ("newsletter", "instagram", "none")
    reasons = {row.reason for row in rows if row.reason}
    assert counts["presaves"] == five_of(rows)
    assert sum(counts["presaves"].values()) == len(presaves)
    assert counts["by_provider"] == {
        name: five_of([row for row in rows if row.provider == name]) for name in services
    }
    assert counts["by_channel"] == {
        name: five_of([r for r in rows if (r.channel.name if r.channel else "none") == name])
        for name in channel_names
    }
    assert counts["reasons"] == {
        reason: sum(row.reason == reason for row in rows) for reason in reasons
    }
    assert counts["follows"] == {
        "asked": len(asks),
        **{
            state: sum(ask.state == state for ask in asks)
            for state in ("waiting", "done", "failed", "withdrawn")
        },
    }
    assert counts["waves"] == waves_by_hand(campaign, rows)


@how(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    reminders=st.lists(REMINDER, max_size=12),
    clicks=st.lists(st.sampled_from(["native", "follow_link", "open"]), max_size=12),
)
def test_reminders_and_clicks_are_counted_as_the_raw_rows_say(db, reminders, clicks):
    campaign = make_campaign()
    for reminder in reminders:
        make_reminder(campaign, **reminder)
    for kind in clicks:
        make_click(campaign, kind=kind)
    rows = list(Reminder.objects.filter(campaign=campaign))
    raw_clicks = list(Click.objects.filter(campaign=campaign))
    opened_links = {click.link_id for click in raw_clicks if click.kind == "open"}

    def reminders_of(rows: list[Reminder]) -> dict[str, int]:
        return {
            "asked": len(rows),
            "confirmed": sum(bool(row.confirmed_at or row.push_allowed_at) for row in rows),
            "sent": sum(bool(row.sent_at or row.pushed_at) for row in rows),
            "opened": sum(row.link_id in opened_links for row in rows),
            "withdrawn": sum(row.withdrawn_at is not None for row in rows),
        }

    counts = counts_of(campaign)

    assert counts["reminders"] == reminders_of(rows)
    assert counts["reminders_by_provider"] == {
        name: reminders_of([row for row in rows if row.provider == name])
        for name in {row.provider for row in rows}
    }
    assert counts["native"] == {"clicks": clicks.count("native")}
    assert counts["follow_link"] == {"clicks": clicks.count("follow_link")}
    assert counts["presaves"] == dict.fromkeys(FIVE, 0)


def test_an_empty_campaign_has_every_key_and_nothing_else():
    campaign = make_campaign(channels={"newsletter": None})

    counts = counts_of(campaign)

    nothing = dict.fromkeys(FIVE, 0)
    assert counts == {
        "slug": campaign.slug,
        "url": f"https://p.example/{campaign.slug}",
        "state": "open",
        "modes": {"spotify": "remind", "apple_music": "remind", **LINKED},
        "presaves": nothing,
        "follows": {"asked": 0, "waiting": 0, "done": 0, "failed": 0, "withdrawn": 0},
        "standing": {"in_force": 0, "ended": 0, "presaves": 0},
        "reminders": {"asked": 0, "confirmed": 0, "sent": 0, "opened": 0, "withdrawn": 0},
        "native": {"clicks": 0},
        "follow_link": {"clicks": 0},
        "refused_by_service": 0,
        "reasons": {},
        "by_provider": {"spotify": nothing, "apple_music": nothing},
        "reminders_by_provider": {},
        "by_channel": {"newsletter": nothing, "none": nothing},
        "waves": [],
    }


def test_rows_of_another_campaign_are_in_no_count():
    campaign, other = make_campaign(), make_campaign(channels={"newsletter": 10})
    make_follow(make_presave(other, channel="newsletter"))
    make_reminder(other, confirmed=True, opened=1)
    make_click(other, kind="native")
    make_authorization(other, outcome="refused")

    counts = counts_of(campaign)

    empty = counts_of(make_campaign())
    assert counts == {**empty, "slug": counts["slug"], "url": counts["url"]}
    assert counts_of(other)["presaves"]["promised"] == 1


def test_an_erased_fan_stays_in_the_counts():
    campaign = make_campaign()
    presave = make_presave(campaign, state="withdrawn", reason="by_fan")
    Fan.objects.get(connections=presave.connection).delete()

    counts = counts_of(campaign)

    assert counts["presaves"]["withdrawn"] == 1


def test_a_fan_refused_twice_is_one_and_a_fan_who_got_through_is_none():
    campaign = make_campaign()
    presave = make_presave(campaign)
    come_back(campaign, outcome="refused", browser="a")
    come_back(campaign, outcome="refused", browser="a")
    come_back(campaign, outcome="refused", browser="a", provider="apple_music")
    come_back(campaign, outcome="refused", browser="b")
    come_back(campaign, outcome="refused", browser="c")
    come_back(campaign, outcome="done", browser="c", presave=presave)
    come_back(campaign, outcome="denied", browser="d")

    counts = counts_of(campaign)

    assert counts["refused_by_service"] == 3


def test_refused_fans_stay_counted_once_their_browsers_are_forgotten():
    campaign = make_campaign()
    for browser in "abc":
        come_back(campaign, outcome="refused", browser=browser)
    Authorization.objects.update(browser_hash="", visit=None, presave=None)
    come_back(campaign, outcome="refused", browser="")

    counts = counts_of(campaign)

    assert counts["refused_by_service"] == 4


def test_reminders_of_a_mail_opened_twice_count_once():
    campaign = make_campaign()
    make_reminder(campaign, opened=2)
    make_reminder(campaign)

    counts = counts_of(campaign)

    assert (counts["reminders"]["asked"], counts["reminders"]["opened"]) == (2, 1)


def test_counting_takes_the_same_few_queries_for_one_fan_and_for_many(
    django_assert_max_num_queries,
):
    campaign = make_campaign(channels={"newsletter": 3100})
    for market in ("DE", "US", "JP", "") * 5:
        make_follow(make_presave(campaign, market=market, channel="newsletter"))

    with django_assert_max_num_queries(8):
        counts = counts_of(campaign)

    assert sum(counts["presaves"].values()) == 20
