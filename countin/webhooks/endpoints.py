"""Adding an endpoint, ending it, and opening its secret."""

import base64
import secrets
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from countin.fans.retired_keys import seal_to_keep
from countin.messaging.web_push.endpoints import BadEndpoint, host_of
from countin.messaging.webhook_signing import PREFIX
from countin.vault.contexts import Context
from countin.webhooks.models import Delivery, Endpoint, Event, EventKind
from countin.workspaces.alarms import clear_alarm
from countin.workspaces.jobs import Opens, Seals
from countin.workspaces.models import Workspace

# The alarm that an endpoint takes nothing.
FAILING: Final = "webhook_failing"
_LONGEST: Final = 500
_KEY_BYTES: Final = 32
WANTED: Final = tuple(kind for kind in EventKind if kind != EventKind.TEST)


class BadAddress(ValueError):
    """An address that nothing is sent to; says what to do."""


def add_endpoint(
    workspace: Workspace,
    *,
    url: str,
    kinds: Iterable[EventKind],
    sealer: Seals,
    lets_loopback: bool,
    now: datetime,
) -> tuple[Endpoint, str]:
    """The row, and the secret that is shown this once. Raises BadAddress."""
    _check(url, lets_loopback=lets_loopback)
    wanted = [kind for kind in WANTED if kind in set(kinds)]
    secret = PREFIX + base64.b64encode(secrets.token_bytes(_KEY_BYTES)).decode()
    with transaction.atomic():
        endpoint = Endpoint.objects.create(
            workspace=workspace, url=url, kinds=" ".join(wanted), made_at=now
        )
        endpoint.sealed = seal_to_keep(
            secret, sealer=sealer, context=endpoint_context(endpoint), now=now
        )
        endpoint.save(update_fields=["sealed"])
    return endpoint, secret


def count_listeners(workspace: Workspace, *, kind: EventKind) -> int:
    """Programs that are told of this kind now."""
    standing = Endpoint.objects.filter(workspace=workspace, ended_at__isnull=True)
    return sum(one.wants(kind) for one in standing)


def end_endpoint(endpoint: Endpoint, *, because: str, now: datetime) -> bool:
    """It is told nothing more, and its secret is shredded; the log stays. False where it had
    ended already."""
    standing = Endpoint.objects.filter(pk=endpoint.pk, ended_at__isnull=True)
    with transaction.atomic():
        has_ended = standing.update(ended_at=now, ended_because=because, sealed=None) == 1
        waiting = Delivery.objects.unsettled().filter(endpoint=endpoint)
        waiting.update(failed_at=now, because="the endpoint ended", claimed_until=None)
        clear_alarm(FAILING, subject=str(endpoint), now=now)
    return has_ended


def send_test(endpoint: Endpoint, *, now: datetime) -> Delivery:
    """An event about nothing, for this endpoint alone."""
    with transaction.atomic():
        event = Event.objects.create(
            workspace=endpoint.workspace, kind=EventKind.TEST, data={}, happened_at=now
        )
        return Delivery.objects.create(endpoint=endpoint, event=event, made_at=now, due_at=now)


def send_again(delivery: Delivery, *, now: datetime) -> bool:
    """The same message, with the same id, whatever came of it before. False where its endpoint
    has ended."""
    standing = Delivery.objects.filter(pk=delivery.pk, endpoint__ended_at__isnull=True)
    return (
        standing.update(
            made_at=now, due_at=now, sent_at=None, failed_at=None, because="", claimed_until=None
        )
        == 1
    )


def open_secret(endpoint: Endpoint, *, opener: Opens) -> str:
    """In the worker's memory. Raises the vault's CannotOpen."""
    assert endpoint.sealed is not None
    return opener.open(bytes(endpoint.sealed), context=endpoint_context(endpoint))


def endpoint_context(endpoint: Endpoint) -> Context:
    """What an endpoint's secret is sealed in."""
    return Context(kind="webhook", provider="", owner=str(endpoint.pk))


def _check(url: str, *, lets_loopback: bool) -> None:
    try:
        host_of(url, lets_loopback=lets_loopback)
    except BadEndpoint:
        raise BadAddress(
            "Give an address that begins with https:// and leads to a public host at port 443, "
            "without a name or password in it."
        ) from None
    if len(url) > _LONGEST or "#" in url:
        raise BadAddress(f"Give an address of at most {_LONGEST} characters, without #.")
