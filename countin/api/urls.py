"""Every address under `/api/v1/`, and how it is described."""

import logging

from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe
from ninja.errors import HttpError, ValidationError

from countin import clock
from countin.api import (
    announcements,
    artists,
    audits,
    campaign_parts,
    campaigns,
    fans,
    keys,
    links,
    lists,
    lives,
    logs,
    news,
    numbers,
    outreach,
    people,
    plans,
    retries,
    sharing,
    targets,
    webhooks,
)
from countin.api.describing import DescribedApi
from countin.api.problems import Problem, answer_problem
from countin.campaigns.findings import BadCampaignFile
from countin.fans.retired_keys import KeyIsClosed, note_seen

_log = logging.getLogger(__name__)
_ABOUT = (
    "Everything that Count-In's commands do, for programs. Tokens: `countin token add`. Errors "
    "are problem+json (RFC 9457) and say what to do next. Changes take an Idempotency-Key; "
    "answers carry RateLimit-Limit, -Remaining and -Reset."
)

api = DescribedApi(
    title="Count-In",
    version="1",
    description=_ABOUT,
    docs_url=None,
    docs_decorator=require_safe,
    openapi_url="openapi.json",
    urls_namespace="api-v1",
)
api.add_router("/campaigns", campaigns.router)
api.add_router("/campaigns", numbers.router)
api.add_router("/campaigns", lives.router)
api.add_router("/campaigns", fans.of_campaign)
api.add_router("/campaigns", campaign_parts.of_campaign)
api.add_router("/campaigns", announcements.router)
api.add_router("/campaigns", plans.router)
api.add_router("/campaigns", targets.router)
api.add_router("/campaigns", audits.router)
api.add_router("/campaigns", outreach.router)
api.add_router("/campaigns", retries.router)
api.add_router("/campaigns", links.router)
api.add_router("/campaigns", sharing.of_campaign)
api.add_router("/listening", sharing.listening)
api.add_router("/artwork", campaign_parts.artwork)
api.add_router("/recordings", campaign_parts.recordings)
api.add_router("/lookups", campaign_parts.lookups)
api.add_router("/fans", fans.router)
api.add_router("/artists", artists.router)
api.add_router("/artists", news.router)
api.add_router("/artists", lists.of_artist)
api.add_router("/lists", lists.router)
api.add_router("/workspace", people.workspace)
api.add_router("/people", people.people)
api.add_router("/invitations", people.invitations)
api.add_router("/tokens", keys.router)
api.add_router("/log", logs.router)
api.add_router("/webhooks", webhooks.router)
api.add_router("/alarms", numbers.alarms)


@api.exception_handler(Problem)
def _tell_problem(_request: HttpRequest, problem: Problem) -> HttpResponse:
    return answer_problem(problem.status, problem.detail, **problem.more)


@api.exception_handler(BadCampaignFile)
def _tell_findings(_request: HttpRequest, bad: BadCampaignFile) -> HttpResponse:
    findings = [
        {"line": finding.line, "what": finding.what, "mend": finding.mend}
        for finding in bad.findings
    ]
    words = "The campaign was refused, and nothing changed: mend each finding and send it again."
    return answer_problem(422, words, findings=findings)


@api.exception_handler(ValidationError)
def _tell_fields(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    places = (".".join(str(part) for part in each["loc"]) for each in error.errors)
    words = (f"{place}: {each['msg']}" for place, each in zip(places, error.errors, strict=True))
    return answer_problem(422, f"Mend what was sent. {'; '.join(words)}.")


@api.exception_handler(HttpError)
def _tell_unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    # The one that is raised: a body that is no JSON.
    return answer_problem(422, f"Mend what was sent. {error}.")


@api.exception_handler(Http404)
def _tell_nothing(_request: HttpRequest, _error: Http404) -> HttpResponse:
    return answer_problem(404)


@api.exception_handler(DatabaseError)
def _tell_database(_request: HttpRequest, error: DatabaseError) -> HttpResponse:
    _log.error("api: the database failed", exc_info=error)
    return answer_problem(503)


@api.exception_handler(KeyIsClosed)
def _tell_key(_request: HttpRequest, error: KeyIsClosed) -> HttpResponse:
    note_seen(error.key, now=clock.now())
    return answer_problem(503, str(error))


@api.exception_handler(Exception)
def _tell_broken(_request: HttpRequest, error: Exception) -> HttpResponse:
    _log.error("api: unexpected", exc_info=error)
    return answer_problem(500)


urlpatterns = [path("", api.urls)]
