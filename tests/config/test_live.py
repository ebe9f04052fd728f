"""Does anybody notice when a service changes its answers?"""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from countin import clock
from countin.config.commands.doctor import doctor
from countin.config.doctor import live
from countin.config.doctor.findings import Grade
from countin.config.environment import Values, read_values
from countin.config.listings import LISTINGS
from countin.config.registry import build_providers
from countin.providers.listing import Listing
from countin.providers.shapes import shape_of
from countin.workspaces.jobs import Bench
from countin.workspaces.models import Alarm
from simulator.running import RunningSimulator
from tests.providers import apple_music_stage, soundcloud_stage, spotify_stage, tidal_stage

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
FORSS = {
    "id": "flickermood",
    "title": "Flickermood",
    "kind": "single",
    "artist": {"id": "forss", "name": "Forss"},
    "upc": "4006381333931",
    "date": "2007-01-01",
    "timing": "published",
    "tracks": [{"title": "Flickermood", "isrc": "ZZTST0700001"}],
}


# What the check reads of each.
FIELDS = {
    "spotify": "external_ids",
    "apple_music": "artistName",
    "tidal": "barcodeId",
    "soundcloud": "sharing",
}
_NOBODY: Any = None  # opens and seals: the check has no need of them


@pytest.fixture
def sim(settings) -> Iterator[RunningSimulator]:
    """Every service with keys, at its stand-in."""
    with RunningSimulator() as running:
        running.tell("releases", FORSS)
        keys = {
            **spotify_stage.settings_for(running, spotify_stage.EXTENDED),
            **tidal_stage.settings_for(running),
            **soundcloud_stage.settings_for(running),
            **apple_music_stage.settings_for(running),
        }
        settings.VALUES = Values({**read_values({"COUNTIN_CONFIG": "/nowhere"}).texts, **keys})
        settings.PROVIDERS = build_providers(settings.VALUES)
        yield running


def test_services_that_answer_as_ever_are_fine(sim: RunningSimulator):
    asked = [one for one in live.look_live(clock.now()) if one.grade != Grade.NOTE]
    found = {one.about: one.grade for one in asked}

    assert found == dict.fromkeys(("spotify", "apple_music", "tidal", "soundcloud"), Grade.FINE)
    assert sim.look("complaints")["total"] == 0


def test_a_field_that_has_another_name_is_noticed_and_named(sim: RunningSimulator):
    named = {
        "spotify": "external_ids.upc: text of /albums/",
        "apple_music": "data[].attributes.artistName: text of /catalog/",
        "tidal": "data[].attributes.barcodeId: text of /albums",
        "soundcloud": "sharing: text of /tracks/",
    }

    for service, words in named.items():
        drifted = {"name": "drifted", "provider": service, "field": FIELDS[service]}
        sim.tell("scenario", {**drifted, "becomes": "newName"})
        found = {one.about: one for one in live.look_live(clock.now())}
        sim.tell("scenario", {"name": "calm"})

        assert [name for name, one in found.items() if one.grade == Grade.MEND] == [service]
        assert words in found[service].words


def test_once_a_week_the_worker_asks_and_calls_whoever_runs_this_where_answers_changed(
    settings, sim: RunningSimulator, monkeypatch
):
    # Stand-ins are left alone: here they are the services themselves.
    themselves = [itself(listing, values=settings.VALUES) for listing in LISTINGS]
    monkeypatch.setattr(live, "LISTINGS", themselves)
    monkeypatch.setattr(live, "_asked_at", {})
    start, changed = clock.now(), {"name": "drifted", "becomes": "newName"}

    def work_on_day(number: int) -> int:
        bench = Bench(
            lambda: start + timedelta(days=number),
            settings.PROVIDERS,
            *(_NOBODY, _NOBODY, ""),
            mail_is_set=False,
            chance=random.Random(7),
        )
        return live.watch_answers(bench)

    asked = [work_on_day(0)]
    before_change = open_alarms()
    sim.tell("scenario", [{**changed, "provider": name, "field": FIELDS[name]} for name in FIELDS])
    asked += [work_on_day(number) for number in range(1, 8)]
    after_change = open_alarms()
    sim.tell("scenario", {"name": "calm"})
    asked += [work_on_day(13), work_on_day(14)]

    assert asked == [4, 0, 0, 0, 0, 0, 0, 4, 0, 4]
    assert (before_change, after_change, open_alarms()) == ([], sorted(FIELDS), [])


def itself(listing: Listing, *, values: Values) -> Listing:
    """The service, at the address that is set."""
    if listing.address is None:
        return listing
    return replace(listing, address=replace(listing.address, default=values[listing.address.name]))


def open_alarms() -> list[str]:
    alarms = Alarm.objects.filter(kind="answers_changed", cleared_at__isnull=True)
    return list(alarms.order_by("subject").values_list("subject", flat=True))


def test_a_service_that_is_away_calls_nobody_and_is_asked_again(settings):
    values = read_values({"COUNTIN_CONFIG": "/nowhere"}).texts
    nowhere = dict.fromkeys(
        ("COUNTIN_TIDAL_AUTH_URL", "COUNTIN_TIDAL_API_URL"), "http://127.0.0.1:9"
    )
    keys = {"COUNTIN_TIDAL_CLIENT_ID": "id", "COUNTIN_TIDAL_CLIENT_SECRET": "secret"}
    settings.VALUES = Values({**values, **nowhere, **keys})
    provider = build_providers(settings.VALUES)["tidal"]
    (tidal,) = (one for one in LISTINGS if one.name == "tidal")

    was_asked = live.watch_service(tidal, provider=provider, now=clock.now())

    assert (was_asked, Alarm.objects.exists()) == (False, False)


def test_without_keys_each_is_skipped_aloud():
    answer = CliRunner().invoke(doctor, ["--live", "--json"])

    told = json.loads(answer.output)
    assert (answer.exit_code, told["fit"]) == (0, True)
    assert [row["words"] for row in told["findings"]] == [
        "Skipped: there are no keys to ask it with."
    ] * sum(listing.live is not None for listing in LISTINGS)


def test_a_shape_holds_names_and_kinds_and_nothing_else():
    answer = {"token": "secret", "of": [{"n": 1, "is": True}, {"n": 2.5, "x": None}], "none": []}

    assert shape_of(answer) == {"token: text", "of[].n: number", "of[].is: yes or no"}
