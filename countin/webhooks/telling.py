"""Endpoints and deliveries as commands and the API show them: no secret, whatever happened."""

from typing import Any

from countin.webhooks.models import Delivery, Endpoint


def endpoint_as_json(endpoint: Endpoint) -> dict[str, Any]:
    """One webhook."""
    return {
        "number": endpoint.pk,
        "url": endpoint.url,
        "events": endpoint.kinds.split(),
        "state": "open" if endpoint.ended_at is None else "ended",
        "because": endpoint.ended_because,
        "made_at": endpoint.made_at.isoformat(),
    }


def delivery_as_json(delivery: Delivery) -> dict[str, Any]:
    """One line of the log."""
    return {
        "number": delivery.pk,
        "message": delivery.event.message_id,
        "type": delivery.event.kind,
        "made_at": f"{delivery.made_at:%Y-%m-%dT%H:%M:%SZ}",
        "state": _state(delivery),
        "attempts": delivery.attempts,
        "status": delivery.status,
        "because": delivery.because,
        "next_try_at": None if _state(delivery) != "waiting" else delivery.due_at.isoformat(),
    }


def _state(delivery: Delivery) -> str:
    if delivery.sent_at is not None:
        return "taken"
    return "failed" if delivery.failed_at is not None else "waiting"
