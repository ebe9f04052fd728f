"""Webhooks: who is told, what came of it, and telling again."""

from typing import Annotated, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.decorators import decorate_view
from pydantic import Field

from countin import clock
from countin.api.answers import once, once_secretly
from countin.api.finding import workspace_of
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, Cursor, Limit, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import Moment
from countin.api.tokens import READ, WRITE
from countin.api.wishes import Number, Wish, plain
from countin.webhooks.endpoints import (
    WANTED,
    BadAddress,
    add_endpoint,
    end_endpoint,
    send_again,
    send_test,
)
from countin.webhooks.models import Delivery, Endpoint, EventKind
from countin.webhooks.telling import delivery_as_json, endpoint_as_json

router = Router(tags=["webhooks"])
_ENDED = "Its webhook has ended. Add it anew: POST /api/v1/webhooks"


class WebhookWish(Wish):
    """Who wants to be told; without `events`, of everything."""

    url: Annotated[str, plain(longest=500)]
    events: list[Literal[*(kind.value for kind in WANTED)]] = Field([], max_length=20)  # type: ignore[valid-type]  # one list of kinds for all


class WebhookShape(Schema):
    number: int
    url: str
    events: list[str]
    state: Literal["open", "ended"]
    because: str
    made_at: Moment


class NewWebhookShape(WebhookShape):
    """`secret` checks the signatures; it is not shown again."""

    secret: str


class WebhookList(Schema):
    items: list[WebhookShape]


class DeliveryShape(Schema):
    number: int
    message: str
    type: str
    made_at: Moment
    state: Literal["taken", "failed", "waiting"]
    attempts: int
    status: int | None
    because: str
    next_try_at: Moment | None


class DeliveryPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[DeliveryShape]
    next: str | None


@router.get("", auth=READ, response=answers(WebhookList), summary="List webhooks")
def list_webhooks(request: HttpRequest) -> WebhookList:
    """The newest first."""
    own = Endpoint.objects.filter(workspace=workspace_of(request)).order_by("-pk")
    return WebhookList(items=[WebhookShape(**endpoint_as_json(one)) for one in own[:200]])


@router.post(
    "", auth=WRITE, response=answers(NewWebhookShape, 409, 422, status=201), summary="Add a webhook"
)
@decorate_view(once_secretly("secret"))
def add_webhook(request: HttpRequest, wish: WebhookWish) -> Status[NewWebhookShape]:
    """It is told what happens from now on."""
    try:
        with transaction.atomic():
            endpoint, secret = add_endpoint(
                workspace_of(request),
                url=wish.url,
                kinds=[EventKind(kind) for kind in wish.events] or WANTED,
                sealer=settings.SEALER,
                lets_loopback=settings.IS_LOOPBACK,
                now=clock.now(),
            )
            note(request, "webhook added", subject=f"webhook {endpoint.pk}")
    except BadAddress as bad:
        raise Problem(422, str(bad)) from None
    return Status(201, NewWebhookShape(**endpoint_as_json(endpoint), secret=secret))


@router.post(
    "/{number}/test",
    auth=WRITE,
    response=answers(DeliveryShape, 404, 409, 422, status=202),
    summary="Try it",
)
@decorate_view(once)
def try_webhook(request: HttpRequest, number: Number) -> Status[DeliveryShape]:
    """An event about nothing, for this webhook alone."""
    endpoint = _find(request, number)
    if endpoint.ended_at is not None:
        raise Problem(409, _ENDED)
    with transaction.atomic():
        delivery = send_test(endpoint, now=clock.now())
        note(request, "webhook tested", subject=f"webhook {number}")
    return Status(202, DeliveryShape(**delivery_as_json(delivery)))


@router.delete(
    "/{number}", auth=WRITE, response=answers(WebhookShape, 404, 422), summary="End a webhook"
)
def remove_webhook(request: HttpRequest, number: Number) -> WebhookShape:
    """It is told nothing more; its secret is shredded, its log stays for 30 days."""
    endpoint = _find(request, number)
    with transaction.atomic():
        if end_endpoint(endpoint, because="removed", now=clock.now()):
            note(request, "webhook removed", subject=f"webhook {number}")
    endpoint.refresh_from_db()
    return WebhookShape(**endpoint_as_json(endpoint))


@router.get(
    "/{number}/deliveries",
    auth=READ,
    response=answers(DeliveryPage, 404, 422),
    summary="What came of it",
)
def list_deliveries(
    request: HttpRequest, number: Number, cursor: Cursor = "", limit: Limit = 50
) -> DeliveryPage:
    """The newest first."""
    _kind, before = read_cursor(cursor, kinds="d") if cursor else ("d", MOST_ROWS)
    own = Delivery.objects.filter(endpoint=_find(request, number), pk__lt=before)
    found = list(own.select_related("event").order_by("-pk")[: limit + 1])
    has_more = len(found) > limit
    return DeliveryPage(
        items=[DeliveryShape(**delivery_as_json(delivery)) for delivery in found[:limit]],
        next=write_cursor("d", found[limit - 1].pk) if has_more else None,
    )


@router.post(
    "/{number}/deliveries/{delivery}/replay",
    auth=WRITE,
    response=answers(DeliveryShape, 404, 409, 422, status=202),
    summary="Send again",
)
@decorate_view(once)
def replay(request: HttpRequest, number: Number, delivery: Number) -> Status[DeliveryShape]:
    """The same message, under the same id."""
    own = Delivery.objects.filter(endpoint=_find(request, number)).select_related("event")
    found = get_object_or_404(own, pk=delivery)
    with transaction.atomic():
        if not send_again(found, now=clock.now()):
            raise Problem(409, _ENDED)
        told = f"delivery {delivery}"
        note(request, "webhook replayed", subject=f"webhook {number}", detail=told)
    found.refresh_from_db()
    return Status(202, DeliveryShape(**delivery_as_json(found)))


def _find(request: HttpRequest, number: int) -> Endpoint:
    return get_object_or_404(Endpoint, pk=number, workspace=workspace_of(request))
