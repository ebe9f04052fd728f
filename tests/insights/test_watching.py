"""`countin campaign watch`: release day as it stands."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from django.conf import settings
from rich.console import Console

from countin.campaigns.models import Sighting
from countin.campaigns.sightings import NOT_THERE
from countin.insights.commands import watch
from countin.insights.watch_text import draw_watched, line_of
from countin.insights.watching import watch_campaign
from countin.pacing.models import ProviderAccount
from countin.presaves.models import Transition
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from tests.campaigns.clockwork import Clockwork
from tests.campaigns.conftest import gate
from tests.insights.rows import AFTER, BEFORE, make_campaign, make_presave, make_reminder

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 11, 27, 23, tzinfo=UTC)
PROVIDERS = settings.PROVIDERS


def look(campaign, *, now=AFTER):
    return watch_campaign(campaign, providers=PROVIDERS, now=now)


def save_at(moment, presave):
    Transition.objects.create(
        presave=presave, from_state="promised", to_state="saved", happened_at=moment
    )


@pytest.fixture
def night():
    """Two done within the last minute, one before it, four to go; one fan has to act."""
    campaign = make_campaign()
    for _ in range(2):
        save_at(AFTER - timedelta(seconds=30), make_presave(campaign, state="saved"))
    save_at(AFTER - timedelta(minutes=5), make_presave(campaign, state="saved"))
    for _ in range(4):
        make_presave(campaign)
    make_presave(campaign, state="needs_fan", reason="grant_dead")
    make_presave(campaign, state="withdrawn", reason="by_fan")
    return campaign


def test_the_pace_is_that_of_the_last_minute_and_tells_how_long_the_rest_takes(night):
    watched = look(night)

    assert (watched.total, watched.done, watched.due) == (8, 4, 4)
    assert watched.done_a_minute == 2
    assert watched.left_for == timedelta(minutes=2)
    assert dict(watched.reasons) == {"grant_dead": 1}
    assert not watched.is_over


def test_before_the_day_nothing_is_due_and_the_next_moment_is_named(night):
    watched = look(night, now=BEFORE)

    assert (watched.due, watched.left_for) == (0, None)
    assert watched.next_moment == watched.waves[0].due_at
    assert "The next wave is due in" in line_of(watched, providers=PROVIDERS)


def test_a_service_that_asked_for_silence_is_named_and_no_end_is_foretold(night):
    account = {"provider": "spotify", "client_id": PROVIDERS["spotify"].client_id}
    until = AFTER + timedelta(seconds=40)
    ProviderAccount.objects.create(
        **account, blocked_until=until, blocked_because="quota_exhausted"
    )

    watched = look(night)

    assert watched.left_for is None
    assert "Spotify is asked nothing until" in line_of(watched, providers=PROVIDERS)
    assert "(quota exhausted)" in line_of(watched, providers=PROVIDERS)


def test_where_the_release_is_missing_is_said_with_who_waits_and_what_the_last_look_found(night):
    def look_in(market, **more):
        Sighting.objects.create(
            release=night.release, provider="spotify", market=market, watched_from=MOMENT, **more
        )

    later = AFTER + timedelta(seconds=40)
    look_in("DE", next_look_at=later, looks=9, note="Another artist's: Midnight by Somebody")
    look_in("FR", next_look_at=AFTER + timedelta(minutes=2), looks=9, note=NOT_THERE)
    look_in("SE", seen_at=BEFORE)
    look_in("US", given_up_at=AFTER)
    Sighting.objects.create(
        release=night.release, provider="spotify", market="JP", watched_from=later
    )

    Sighting.objects.create(
        release=night.release, provider="apple_music", market="DE", watched_from=MOMENT
    )
    http = Http(gate=gate("spotify", Clockwork(AFTER)))
    options = SpotifyOptions(client_id="an-app", client_secret="x", quota="extended")
    providers = {**PROVIDERS, "spotify": SpotifyProvider(options, http=http)}

    watched = watch_campaign(night, providers=providers, now=AFTER)

    # Nothing is said of Apple Music: without a key nobody looks there.
    assert [(one.markets, one.waiting) for one in watched.awaited] == [(("DE",), 4), (("FR",), 0)]
    said = line_of(watched, providers=PROVIDERS)
    assert (
        "Spotify does not show the release yet in DE. 4 promises wait for it. It is looked for "
        "again in 40 s. The last look found: Another artist's: Midnight by Somebody. Its moment "
        "came 1 d 13 h ago: see whether your distributor delivered it there, and whether code or "
        "link are right." in said
    )
    assert f"found: {NOT_THERE}" not in said


def test_the_picture_names_the_next_step_of_every_reason_within_80_columns(night):
    console = Console(width=80, record=True)

    console.print(draw_watched(look(night), campaign=night, providers=PROVIDERS))

    text = console.export_text()
    assert "4 of 8" in text
    assert "grant_dead 1 – These fans can reconnect on their own page, for 28 days." in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_where_nobody_is_saved_the_reminders_are_watched():
    campaign = make_campaign()
    make_reminder(campaign, confirmed=True, sent=True)
    make_reminder(campaign, confirmed=True)
    make_reminder(campaign)

    watched = look(campaign)

    assert dict(watched.reminders) == {"sent": 1, "left": 1}
    assert not watched.is_over
    assert "Reminders: 1 sent, 1 still to be sent." in line_of(watched, providers=PROVIDERS)


def test_it_ends_by_itself_when_everything_has():
    campaign = make_campaign()
    make_presave(campaign, state="saved")

    done = CliRunner().invoke(watch, [campaign.slug])

    assert (done.exit_code, done.stderr) == (0, "")
    assert "1 of 1 done." in done.stdout
    assert f"All is done. See the report: countin campaign report {campaign.slug}" in done.stdout


def test_json_is_one_document(night):
    done = CliRunner().invoke(watch, [night.slug, "--json"])

    found = json.loads(done.stdout)
    assert (done.exit_code, found["slug"], found["reminders"]) == (
        0,
        night.slug,
        {"sent": 0, "left": 0},
    )
    assert set(found) == {
        "slug", "at", "state", "presaves", "reasons", "waves", "due", "done_a_minute",
        "reminders", "left_seconds", "hindrances", "held", "by_provider",
        "awaited", "summaries",
    }  # fmt: skip
