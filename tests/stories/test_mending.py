"""An organizer changes what was wrong, as the studio and the API do it, and the night goes on."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings

from countin.campaigns.applying import Applied, apply_sketch
from countin.campaigns.documents import parse_document
from countin.campaigns.models import Campaign, PinnedId, Release
from countin.campaigns.reading import sketch_document
from countin.campaigns.spelling import spell_campaign, spell_moved
from countin.insights.watching import watch_campaign
from countin.presaves.states import State
from tests.stories.night import RELEASE, Night

pytestmark = pytest.mark.sqlite  # what is asked of the database, other nights ask of both
RIGHT = "410000201015"
NOBODYS = "886448495581"


def send(night: Night, document: dict[str, Any]) -> Applied:
    forms = {name: provider.id_forms for name, provider in night.providers.items()}
    sketch = sketch_document(
        parse_document(json.dumps(document).encode()), id_forms=forms, folder=None
    )
    return apply_sketch(
        sketch,
        workspace=night.campaign.workspace,
        providers=night.providers,
        base_url=settings.BASE_URL,
        media_root=settings.MEDIA_ROOT,
        publish=False,
        now=night.now(),
    )


def spelled(night: Night) -> Campaign:
    return Campaign.objects.with_release().get(pk=night.campaign.pk)


def test_a_wrong_code_is_mended_in_the_night_and_every_promise_is_kept(night: Night):
    PinnedId.objects.all().delete()
    Release.objects.update(upc=NOBODYS)
    night.campaign.refresh_from_db()
    night.crowd(2)
    night.to_release()
    night.play(until=night.now() + timedelta(minutes=20))
    before = night.states()

    document = spell_campaign(spelled(night))
    document["release"]["upc"] = RIGHT
    applied = send(night, document)
    night.play(until=night.now() + timedelta(minutes=20))

    assert before == {State.PROMISED: 2}
    assert "release.upc" in applied.changed
    assert night.states() == {State.SAVED: 2}
    assert night.holders() == {"fan-0", "fan-1"}


def test_a_moved_date_takes_its_waves_along(night: Night):
    night.crowd(2)
    old = night.campaign.release.moment_in("DE")
    night.leap_to(old - timedelta(days=2))
    day = night.campaign.release.release_date + timedelta(days=3)

    send(night, spell_moved(spelled(night), day=day))
    night.leap_to(old + timedelta(seconds=1))
    night.play(until=old + timedelta(hours=1))
    on_the_old_day = night.states()
    night.leap_to(old + timedelta(days=3, seconds=1))
    night.play()

    assert on_the_old_day == {State.PROMISED: 2}
    assert night.states() == {State.SAVED: 2}


def test_a_date_that_comes_nearer_and_becomes_one_moment_for_all_is_kept(night: Night):
    """Instead of each fan's midnight; what was planned for those is gone."""
    night.connect("ada", country="NZ")
    night.connect("bob", country="US")
    night.leap_to(night.campaign.release.first_moment - timedelta(days=5))
    night.work_until_quiet()
    moment = night.now().replace(microsecond=0) + timedelta(days=1)
    at = moment.isoformat().replace("+00:00", "Z")
    night.sim.tell(f"releases/{RELEASE}/availability", {"timing": "global", "at": at})

    document = spell_campaign(spelled(night))
    kept = {key: value for key, value in document["release"].items() if key != "date"}
    send(night, {**document, "release": {**kept, "timing": "global", "at": at}})
    night.leap_to(moment - timedelta(minutes=1))
    night.work_until_quiet()
    before = night.states()
    night.leap_to(moment + timedelta(seconds=1))
    night.play(until=moment + timedelta(hours=1))

    assert before == {State.PROMISED: 2}
    assert night.states() == {State.SAVED: 2}
    night.campaign.release.refresh_from_db()
    waves = watch_campaign(spelled(night), providers=night.providers, now=night.now()).waves
    assert [(wave.due_at, wave.done) for wave in waves] == [(moment, 2)]


def test_what_was_saved_before_a_date_moved_stays_and_the_rest_waits(night: Night):
    night.connect("ada", country="NZ")
    night.connect("bob", country="US")
    release = night.campaign.release
    first, second = (release.moment_in(market) for market in ("NZ", "US"))
    night.leap_to(first + timedelta(seconds=1))
    night.play(until=first + timedelta(hours=1))
    in_between = night.states()

    send(night, spell_moved(spelled(night), day=release.release_date + timedelta(days=2)))
    night.leap_to(second + timedelta(seconds=1))
    night.play(until=second + timedelta(minutes=5))
    on_the_old_day = night.states()
    night.leap_to(second + timedelta(days=2, seconds=1))
    night.play()

    assert in_between == on_the_old_day == {State.SAVED: 1, State.PROMISED: 1}
    assert night.states() == {State.SAVED: 2}
