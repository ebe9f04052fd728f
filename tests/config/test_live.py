"""Does anybody notice when a service changes its answers?"""

import json
from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from countin import clock
from countin.config.commands.doctor import doctor
from countin.config.doctor.findings import Grade
from countin.config.doctor.live import look_live, watch_service
from countin.config.environment import Values, read_values
from countin.config.listings import LISTINGS
from countin.config.registry import build_providers
from countin.providers.listing import Listing
from countin.providers.shapes import shape_of
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
    found = {one.about: one.grade for one in look_live(clock.now())}

    assert found == dict.fromkeys(("spotify", "apple_music", "tidal", "soundcloud"), Grade.FINE)
    assert sim.look("complaints")["total"] == 0


@pytest.mark.parametrize(
    ("service", "field", "named"),
    [
        ("spotify", "external_ids", "external_ids.upc: text of /albums/"),
        ("apple_music", "artistName", "data[].attributes.artistName: text of /catalog/"),
        ("tidal", "barcodeId", "data[].attributes.barcodeId: text of /albums"),
        ("soundcloud", "sharing", "sharing: text of /tracks/"),
    ],
)
def test_a_field_that_has_another_name_is_noticed_and_named(
    sim: RunningSimulator, service: str, field: str, named: str
):
    drifted = {"name": "drifted", "provider": service, "field": field, "becomes": "newName"}
    sim.tell("scenario", drifted)

    found = {one.about: one for one in look_live(clock.now())}

    assert [name for name, one in found.items() if one.grade == Grade.MEND] == [service]
    assert named in found[service].words


@pytest.mark.parametrize("listing", [one for one in LISTINGS if one.live], ids=lambda one: one.name)
def test_whoever_runs_this_is_called_once_an_answer_changed_and_not_for_a_bad_line(
    settings, sim: RunningSimulator, listing: Listing
):
    """By the worker, weekly."""
    now, provider = clock.now(), settings.PROVIDERS[listing.name]
    field = {"spotify": "external_ids", "apple_music": "artistName", "tidal": "barcodeId"}
    drifted = {"provider": listing.name, "field": field.get(listing.name, "sharing")}

    def open_alarms() -> list[str]:
        alarms = Alarm.objects.filter(kind="answers_changed", cleared_at__isnull=True)
        return list(alarms.order_by("subject").values_list("subject", flat=True))

    sim.tell("scenario", {"name": "drifted", "becomes": "newName", **drifted})
    was_asked = watch_service(listing, provider=provider, now=now)
    after_change = open_alarms()
    sim.tell("scenario", {"name": "calm"})
    watch_service(listing, provider=provider, now=now)
    after_mend = open_alarms()

    assert (was_asked, after_change, after_mend) == (True, [listing.name], [])


def test_a_service_that_is_away_calls_nobody_and_is_asked_again(settings):
    values = read_values({"COUNTIN_CONFIG": "/nowhere"}).texts
    nowhere = dict.fromkeys(
        ("COUNTIN_TIDAL_AUTH_URL", "COUNTIN_TIDAL_API_URL"), "http://127.0.0.1:9"
    )
    keys = {"COUNTIN_TIDAL_CLIENT_ID": "id", "COUNTIN_TIDAL_CLIENT_SECRET": "secret"}
    settings.VALUES = Values({**values, **nowhere, **keys})
    provider = build_providers(settings.VALUES)["tidal"]
    (tidal,) = (one for one in LISTINGS if one.name == "tidal")

    was_asked = watch_service(tidal, provider=provider, now=clock.now())

    assert (was_asked, Alarm.objects.exists()) == (False, False)


def test_without_keys_each_is_skipped_aloud():
    answer = CliRunner().invoke(doctor, ["--live", "--json"])

    told = json.loads(answer.output)
    assert (answer.exit_code, told["fit"]) == (0, True)
    assert [row["words"] for row in told["findings"]] == [
        "Skipped: there are no keys to ask it with."
    ] * 4


def test_a_shape_holds_names_and_kinds_and_nothing_else():
    answer = {"token": "secret", "of": [{"n": 1, "is": True}, {"n": 2.5, "x": None}], "none": []}

    assert shape_of(answer) == {"token: text", "of[].n: number", "of[].is: yes or no"}
