"""A program that listens, and an endpoint that leads to it."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from countin.messaging.models import Announcement
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from countin.webhooks.delivering import Carrier, Courier
from countin.webhooks.endpoints import WANTED, add_endpoint
from countin.webhooks.gathering import gather_events
from countin.webhooks.models import Endpoint
from countin.workspaces.defaults import default_workspace
from tests.insights.rows import AFTER, BEFORE
from tests.providers.odd_service import OddService

_PRIVATE, _PUBLIC = make_keypair()
SEALER = Sealer(_PUBLIC)
CARRIER = Carrier(opener=Opener(KeyRing(_PRIVATE)), lets_loopback=True)
MINUTE = timedelta(minutes=1)
Listen = Callable[..., tuple[Endpoint, str]]


@pytest.fixture
def listener() -> Iterator[OddService]:
    with OddService() as service:
        yield service


@pytest.fixture
def listen(db, listener: OddService) -> Listen:
    """Adds an endpoint that leads to the listener, for these kinds; for all by itself."""

    def listen(*kinds, workspace=None, at: datetime = BEFORE) -> tuple[Endpoint, str]:
        return add_endpoint(
            workspace or default_workspace(now=BEFORE),
            url=f"{listener.base_url}/hook",
            kinds=kinds or WANTED,
            sealer=SEALER,
            lets_loopback=True,
            now=at,
        )

    return listen


def work(now: datetime) -> int:
    """What the worker's jobs do; on PostgreSQL a stretch is bounded first, then read."""
    for _twice in range(2):
        gather_events(base_url="https://presave.example", now=now)
    return Courier(patience_s=20).deliver_due(CARRIER, now=now)


def told(listener: OddService) -> list[dict]:
    """What arrived, in its order."""
    return [json.loads(heard.body) for heard in listener.heard]


def announce(campaign) -> Announcement:
    """An announcement that went out and is done."""
    return Announcement.objects.create(
        artist=campaign.release.artist,
        campaign=campaign,
        kind="eve",
        subject="Tomorrow",
        text="…",
        made_at=BEFORE,
        changed_at=BEFORE,
        scheduled_at=AFTER,
        gathered_at=AFTER,
        done_at=AFTER,
    )
