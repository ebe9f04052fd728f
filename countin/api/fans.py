"""Fans, as far as their consent goes; erasing one. Its scope is a token's own."""

from collections.abc import Iterator
from itertools import chain, islice
from typing import Literal

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign, workspace_of
from countin.api.noting import note
from countin.api.paging import Cursor, Limit, read_cursor, write_cursor
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import ErasureShape, ErasureWish, FanPage, FanShape
from countin.api.tokens import FANS
from countin.campaigns.models import Campaign
from countin.fans.keys import fan_of_key
from countin.fans.models import Fan
from countin.presaves.states import State
from countin.privacy.campaign_fans import (
    Choice,
    in_state,
    of_address,
    of_fan,
    presave_rows,
    reminder_rows,
)
from countin.privacy.erasing import erase_fan

of_campaign = Router(tags=["fans"])
router = Router(tags=["fans"])
_ONE_OF_TWO = "Give either `email` or `token`: the last part of the address of the fan's own page."
_MOST_FOUND = 200
StateName = Literal[*State.values]  # type: ignore[valid-type]  # one list of states for all
_Placed = tuple[str, int, dict[str, str]]


@of_campaign.get(
    "/{slug}/fans", auth=FANS, response=answers(FanPage, 404, 422), summary="Fans of a campaign"
)
def list_fans(
    request: HttpRequest,
    slug: str,
    cursor: Cursor = "",
    limit: Limit = 100,
    state: StateName | None = None,
) -> FanPage:
    """Promises first, then reminders, each with the words agreed to; with `state` the promises in
    it alone. An address stands only where its owner confirmed it and has not withdrawn."""
    campaign = find_campaign(request, slug)
    note(request, "fans read", subject=slug)
    kind, after = read_cursor(cursor, kinds="pr") if cursor else ("p", 0)
    choice = in_state(state) if state else Choice()
    rows = _rows(campaign, kind=kind, after=after, at_most=limit + 1, choice=choice)
    found = list(islice(rows, limit + 1))
    has_more = len(found) > limit
    return FanPage(
        items=[FanShape.model_validate(row) for _kind, _number, row in found[:limit]],
        next=write_cursor(*found[limit - 1][:2]) if has_more else None,
    )


@of_campaign.post(
    "/{slug}/fans/search",
    auth=FANS,
    response=answers(FanPage, 404, 409, 422),
    summary="One fan's rows",
)
def find_fan(request: HttpRequest, slug: str, wish: ErasureWish) -> FanPage:
    """By a confirmed address, or by the address of their own page. Posted, so that whom one looks
    for stays out of logs."""
    campaign = find_campaign(request, slug)
    note(request, "fan looked up", subject=slug)
    if bool(wish.email) == bool(wish.token):
        raise Problem(422, _ONE_OF_TWO)
    rows = _rows(campaign, kind="p", after=0, at_most=_MOST_FOUND, choice=_chosen(request, wish))
    return FanPage(items=[FanShape.model_validate(row) for _kind, _number, row in rows], next=None)


@router.post("/erasures", auth=FANS, response=answers(ErasureShape, 404, 409, 422), summary="Erase")
@decorate_view(once)
def erase(request: HttpRequest, wish: ErasureWish) -> ErasureShape:
    """Withdraws, shreds and deletes everything about a fan; counts stay, without anybody in
    them."""
    if bool(wish.email) == bool(wish.token):
        raise Problem(422, _ONE_OF_TWO)
    fans = list(_fans_of(wish).filter(workspace=workspace_of(request)))
    if not fans:
        raise Problem(404, "Nobody is held under that.")
    done = []
    for fan in fans:
        with transaction.atomic():
            done.append(erase_fan(fan, now=clock.now()).done)
            note(request, "fan erased")
    return ErasureShape(fans=len(fans), done=all(done))


def _chosen(request: HttpRequest, wish: ErasureWish) -> Choice:
    if wish.email:
        return of_address(wish.email.strip())
    fan = fan_of_key(wish.token.rstrip("/").rpartition("/")[2])
    is_own = fan is not None and fan.workspace_id == workspace_of(request).pk
    return of_fan(fan) if fan is not None and is_own else Choice(None, None)


def _rows(
    campaign: Campaign, *, kind: str, after: int, at_most: int, choice: Choice
) -> Iterator[_Placed]:
    is_first = kind == "p"
    promises = (
        presave_rows(campaign, after=after, at_most=at_most, choice=choice)
        if is_first
        else iter(())
    )
    reminders = reminder_rows(
        campaign, after=0 if is_first else after, at_most=at_most, choice=choice
    )
    yield from chain(
        (("p", number, row) for number, row in promises),
        (("r", number, row) for number, row in reminders),
    )


def _fans_of(wish: ErasureWish) -> QuerySet[Fan]:
    if wish.email:
        # One mailbox may stand behind several browsers: all of them are the same person's.
        return Fan.objects.filter(email__address__iexact=wish.email.strip())
    fan = fan_of_key(wish.token.rstrip("/").rpartition("/")[2])
    return Fan.objects.filter(pk=fan.pk) if fan else Fan.objects.none()
