"""Delivering events: signed after the Standard Webhooks specification, tried again for three
days, each try in the log."""

import json
from collections.abc import Iterable
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from countin.messaging import outgoing
from countin.messaging.webhook_signing import read_secret, signed_headers
from countin.providers.asking import begin
from countin.vault.opening import CannotOpen
from countin.webhooks.endpoints import FAILING, end_endpoint, open_secret
from countin.webhooks.models import Delivery, Endpoint, Event
from countin.webhooks.posting import Answer, Message, post
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.jobs import Opens
from countin.workspaces.notices import write_notice

# The specification's answer for: never again.
_GONE: Final = 410
_AT_ONCE: Final = 16
# What waits at an endpoint that does not answer waits with it; others are not held up.
_REST: Final = timedelta(minutes=1)
# From the first call of the operator.
_PATIENCE: Final = timedelta(days=7)


@dataclass(frozen=True)
class Carrier:
    """What delivering needs besides rows."""

    opener: Opens = field(repr=False)
    lets_loopback: bool


class Courier:
    """Hands over what is due without keeping the worker waiting, which keeps promises between
    two turns: whoever has not answered within `patience_s` is looked after at the next."""

    def __init__(self, *, patience_s: float = 0.5) -> None:
        self._patience_s = patience_s
        self._under_way: dict[int, tuple[Delivery, Future[Answer]]] = {}

    def deliver_due(self, carrier: Carrier, *, now: datetime) -> int:
        """Returns how many were settled or put off."""
        put_off = self._begin(carrier, now=now)
        wait([future for _delivery, future in self._under_way.values()], self._patience_s)
        answered = [one for one in self._under_way.values() if one[1].done()]
        for delivery, future in answered:
            del self._under_way[delivery.pk]
            _settle(delivery, answer=future.result(), now=now)
        return put_off + len(answered)

    def _begin(self, carrier: Carrier, *, now: datetime) -> int:
        """Returns how many were put off at once."""
        asked = [delivery.endpoint_id for delivery, _future in self._under_way.values()]
        open_ones = Delivery.objects.filter(endpoint__ended_at__isnull=True)
        free = open_ones.exclude(endpoint__in=[*asked, *_resting(now)])
        ids = outgoing.claim_due(free, now=now, at_most=_AT_ONCE - len(asked))
        rows = Delivery.objects.filter(pk__in=ids).select_related("endpoint", "event__campaign")
        deliveries = {delivery.pk: delivery for delivery in rows}
        messages = list(_write_all(deliveries.values(), carrier=carrier, now=now))
        for message in messages:
            posted = begin(post(message, lets_loopback=carrier.lets_loopback))
            self._under_way[message.number] = deliveries[message.number], posted
        return len(ids) - len(messages)


def _resting(now: datetime) -> list[int]:
    """Endpoints that did not take something a moment ago: what comes meanwhile waits with it."""
    put_off = Delivery.objects.unsettled().filter(due_at__gt=now, tried_at__gt=now - _REST)
    return list(put_off.values_list("endpoint", flat=True).distinct())


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
        clear_alarm(FAILING, subject=str(delivery.endpoint), now=now)
        return
    if answer.status == _GONE:
        outgoing.record_failed(delivery, because=answer.because, now=now)
        _end(delivery.endpoint, because="it answered 410 Gone", now=now)
        return
    again_at = outgoing.next_try(delivery, now=now)
    if again_at is None:
        outgoing.record_failed(delivery, because=answer.because, now=now)
        _call(delivery, answer=answer, now=now)
        return
    outgoing.postpone(delivery, until=again_at, because=answer.because)


def _call(delivery: Delivery, *, answer: Answer, now: datetime) -> None:
    endpoint, number = delivery.endpoint, delivery.endpoint_id
    alarm = raise_alarm(
        FAILING,
        subject=str(endpoint),
        words=(
            f"Webhook {number} took nothing for three days ({answer.because}). Mend it and send "
            f"again: countin webhook deliveries {number}; or end it: countin webhook remove "
            f"{number}. A week from the first of these calls it ends by itself."
        ),
        now=now,
        workspace=endpoint.workspace,
    )
    if alarm.raised_at <= now - _PATIENCE:
        _end(endpoint, because="it took nothing for ten days", now=now)


def _end(endpoint: Endpoint, *, because: str, now: datetime) -> None:
    """By itself: whoever runs this hears of it once."""
    if end_endpoint(endpoint, because=because, now=now):
        write_notice(
            "webhook_ended",
            subject=str(endpoint),
            words=(
                f"Webhook {endpoint.pk} has ended: {because}. If it is wanted still, add it anew: "
                "countin webhook add URL"
            ),
            workspace=endpoint.workspace,
            now=now,
        )
