"""Delivering events: signed after the Standard Webhooks specification, tried again for three
days, each try in the log."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from countin.messaging import outgoing
from countin.messaging.webhook_signing import read_secret, signed_headers
from countin.providers.asking import ask
from countin.vault.opening import CannotOpen
from countin.webhooks.endpoints import end_endpoint, open_secret
from countin.webhooks.models import Delivery, Event
from countin.webhooks.posting import Answer, Message, post_all
from countin.workspaces.alarms import raise_alarm
from countin.workspaces.jobs import Opens

# The specification's answer for: never again.
_GONE: Final = 410
_AT_ONCE: Final = 16
# What waits at an endpoint that does not answer waits with it; others are not held up.
_REST: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Carrier:
    """What delivering needs besides rows."""

    opener: Opens = field(repr=False)
    lets_loopback: bool


def deliver_due(carrier: Carrier, *, now: datetime) -> int:
    """Hand over what is due. Returns how many were settled or put off."""
    open_ones = Delivery.objects.filter(endpoint__ended_at__isnull=True)
    ids = outgoing.claim_due(open_ones, now=now, at_most=_AT_ONCE)
    rows = Delivery.objects.filter(pk__in=ids).select_related("endpoint", "event__campaign")
    deliveries = {delivery.pk: delivery for delivery in rows}
    messages = list(_write_all(deliveries.values(), carrier=carrier, now=now))
    if messages:
        for answer in ask(post_all(messages, lets_loopback=carrier.lets_loopback)):
            _settle(deliveries[answer.number], answer=answer, now=now)
    return len(ids)


def write_body(event: Event) -> bytes:
    """The same bytes however often: what is signed is what was signed."""
    told = {
        "type": event.kind,
        "timestamp": event.happened_at.isoformat(),
        "data": event.data,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def _write_all(
    deliveries: Iterable[Delivery], *, carrier: Carrier, now: datetime
) -> Iterable[Message]:
    for delivery in deliveries:
        try:
            secret = open_secret(delivery.endpoint, opener=carrier.opener)
        except CannotOpen:
            # The right keys may come back: nothing is lost until then.
            outgoing.postpone(delivery, until=now + _REST, because="its secret does not open")
            continue
        body = write_body(delivery.event)
        signed = signed_headers(
            body, message_id=delivery.event.message_id, key=read_secret(secret), sent_at=now
        )
        headers = {**signed, "Content-Type": "application/json", "User-Agent": "Count-In"}
        yield Message(delivery.pk, url=delivery.endpoint.url, body=body, headers=headers)


def _settle(delivery: Delivery, *, answer: Answer, now: datetime) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(status=answer.status or None, tried_at=now)
    if answer.is_taken:
        outgoing.settle(delivery, sent_at=now, because="")
        return
    if answer.status == _GONE:
        outgoing.record_failed(delivery, because=answer.because, now=now)
        end_endpoint(delivery.endpoint, because="it answered 410 Gone", now=now)
        return
    again_at = outgoing.next_try(delivery, now=now)
    if again_at is None:
        outgoing.record_failed(delivery, because=answer.because, now=now)
        _call(delivery, answer=answer, now=now)
        return
    outgoing.postpone(delivery, until=again_at, because=answer.because)
    waiting = Delivery.objects.unsettled().filter(endpoint=delivery.endpoint_id)
    waiting.filter(due_at__lt=now + _REST).update(due_at=now + _REST)


def _call(delivery: Delivery, *, answer: Answer, now: datetime) -> None:
    number = delivery.endpoint_id
    raise_alarm(
        "webhook_failing",
        subject=f"endpoint {number}",
        words=(
            f"Webhook {number} took nothing for three days ({answer.because}). Mend it and send "
            f"again: countin webhook deliveries {number}; or end it: countin webhook remove "
            f"{number}"
        ),
        now=now,
        workspace=delivery.endpoint.workspace,
    )
