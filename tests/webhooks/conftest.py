"""A program that listens, and an endpoint that leads to it."""

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from countin.webhooks.delivering import Carrier, deliver_due
from countin.webhooks.endpoints import WANTED, add_endpoint
from countin.webhooks.gathering import gather_events
from countin.webhooks.models import Endpoint
from countin.workspaces.defaults import default_workspace
from tests.insights.rows import BEFORE
from tests.providers.odd_service import OddService

_PRIVATE, _PUBLIC = make_keypair()
SEALER = Sealer(_PUBLIC)
CARRIER = Carrier(opener=Opener(KeyRing(_PRIVATE)), lets_loopback=True)
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
    return deliver_due(CARRIER, now=now)
