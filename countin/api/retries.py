"""Another try on release day, because somebody says so."""

from django.db import transaction
from django.http import HttpRequest
from ninja import Router, Schema
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once
from countin.api.finding import find_campaign
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import Count
from countin.api.tokens import WRITE
from countin.release_day.retrying import NothingToRetry, retry_promises

router = Router(tags=["campaigns"])


class RetriedShape(Schema):
    """`markets`: looked at again; `unreleased`: failed pre-saves that wait for that;
    `hurried`: waited for their next attempt; `reopened`: failed ones whose permission stands."""

    slug: str
    markets: Count
    unreleased: Count
    hurried: Count
    reopened: Count
    follows: Count


@router.post(
    "/{slug}/retry", auth=WRITE, response=answers(RetriedShape, 404, 409, 422), summary="Try again"
)
@decorate_view(once)
def retry(request: HttpRequest, slug: str) -> RetriedShape:
    """What a retry can heal is due now; a worker does it at the pace of each service. 409 before
    the first moment, and once nothing is kept any more."""
    campaign = find_campaign(request, slug)
    try:
        with transaction.atomic():
            retried = retry_promises(campaign, now=clock.now())
            note(request, "retry asked", subject=slug, detail=retried.words)
    except NothingToRetry as nothing:
        raise Problem(409, str(nothing)) from None
    return RetriedShape(
        slug=slug,
        markets=retried.markets,
        unreleased=retried.unreleased,
        hurried=retried.hurried,
        reopened=retried.reopened,
        follows=retried.follows,
    )
