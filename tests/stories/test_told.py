"""A campaign from its first promise to its end, as another program hears of it."""

import json
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from countin.presaves.models import PreSave
from countin.presaves.withdrawing import withdraw_presave
from countin.webhooks.delivering import Courier
from countin.webhooks.endpoints import WANTED, add_endpoint
from countin.webhooks.gathering import gather_events
from countin.webhooks.models import Delivery
from tests.providers.odd_service import OddService, Reply
from tests.stories.night import Night
from tests.stories.views import five_everywhere
from tests.webhooks.conftest import CARRIER, SEALER

pytestmark = pytest.mark.sqlite


_NIGHT = {"promised": 0, "saved": 2, "needs_fan": 1, "failed": 0, "withdrawn": 1}


def tell(night: Night) -> None:
    """What the worker's jobs do between two looks."""
    gather_events(base_url="http://127.0.0.1:8000", now=night.now())
    courier = Courier(patience_s=20)
    while courier.deliver_due(CARRIER, now=night.now()):
        pass


def hear(night: Night, *, url: str) -> None:
    """Everything that may be heard."""
    add_endpoint(
        night.campaign.workspace,
        url=url,
        kinds=WANTED,
        sealer=SEALER,
        lets_loopback=True,
        now=night.now(),
    )


def count(events: Iterable[dict[str, Any]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for event in events:
        counts[event["type"]] += event["data"].get("count", 1)
    return counts


def test_a_program_hears_of_all_that_happens_and_never_who(night: Night):
    """And what it heard adds up to what every page, file, command and answer says."""
    with OddService() as listener:
        hear(night, url=f"{listener.base_url}/hook")
        night.crowd(4)
        tell(night)
        withdraw_presave(PreSave.objects.earliest("pk"), now=night.now())
        night.sim.tell("scenario", {"name": "revoked", "share": 0, "fans": ["fan-1"]})
        # It is away when the night begins, and hears of it all the same.
        listener.will_answer(Reply(503), Reply(200))
        night.to_release()
        night.play(until=night.now() + timedelta(days=2))
        for later in (timedelta(), timedelta(minutes=5)):
            night.leap(later)
            tell(night)
        told = five_everywhere(night.campaign, now=night.now())
        night.leap(timedelta(days=29))
        night.work_until_quiet()
        tell(night)
        heard = {one.headers["webhook-id"]: json.loads(one.body) for one in listener.heard}

    assert {tuple(states.items()) for states in told.values()} == {tuple(_NIGHT.items())}
    counts = count(heard.values())
    assert counts == {
        "presave.promised": 4,
        "presave.withdrawn": 1,
        "presave.saved": 2,
        "presave.needs_fan": 1,
        "presave.failed": 1,
        "wave.done": counts["wave.done"],
        "campaign.released": 1,
    }
    assert counts["wave.done"] >= 1
    assert len(listener.heard) > len(heard)
    assert not Delivery.objects.filter(sent_at__isnull=True).exists()
    assert "fan-" not in json.dumps(list(heard.values()))
