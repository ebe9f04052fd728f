"""An endpoint that takes its time keeps nobody waiting: not the worker, not other endpoints."""

import socket
from datetime import timedelta

import pytest

from countin.webhooks.delivering import Courier
from countin.webhooks.endpoints import send_test
from countin.webhooks.models import Delivery, Endpoint
from tests.insights.rows import AFTER, BEFORE
from tests.journeys.installation import wait_until
from tests.providers.odd_service import Reply
from tests.webhooks.conftest import CARRIER, MINUTE, work

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]


def test_the_worker_goes_on_while_an_endpoint_takes_its_time(listen):
    """The answer is taken at a later turn, as it was; nothing more goes there meanwhile."""
    endpoint, _secret = listen()
    courier = Courier(patience_s=0)
    with socket.create_server(("127.0.0.1", 0)) as slow:
        Endpoint.objects.update(url=f"http://127.0.0.1:{slow.getsockname()[1]}/")
        delivery = send_test(endpoint, now=BEFORE)

        settled = [courier.deliver_due(CARRIER, now=BEFORE)]
        send_test(endpoint, now=BEFORE)
        settled.append(courier.deliver_due(CARRIER, now=BEFORE))
        claimed = list(Delivery.objects.filter(claimed_until__isnull=False))
        with slow.accept()[0] as line:
            line.sendall(b"HTTP/1.1 204 No Content\r\n\r\n")
            wait_until(lambda: courier.deliver_due(CARRIER, now=AFTER), within=10, every=0.02)

    delivery.refresh_from_db()
    assert (settled, claimed) == ([0, 0], [delivery])
    assert (delivery.status, delivery.sent_at) == (204, AFTER)


def test_what_happens_while_an_endpoint_rests_waits_with_the_rest(listener, listen):
    endpoint, _secret = listen()
    listener.will_answer(Reply(503))
    send_test(endpoint, now=BEFORE)
    work(BEFORE)

    send_test(endpoint, now=BEFORE + timedelta(seconds=5))
    work(BEFORE + timedelta(seconds=5))
    while_it_rested = len(listener.heard)
    listener.will_answer(Reply(200))
    work(BEFORE + MINUTE)

    assert (while_it_rested, len(listener.heard)) == (1, 3)
    assert not Delivery.objects.unsettled().exists()
