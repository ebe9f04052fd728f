"""Whatever is sent: no 5xx, and no answer that the description does not name. What is right
succeeds, and is answered as described, too."""

import re
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from requests.adapters import HTTPAdapter
from schemathesis.core import NOT_SET
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from urllib3 import HTTPResponse

from countin import clock
from countin.api.limits import _counters
from countin.fans.keys import give_key
from countin.fans.models import Fan
from countin.release_day.models import Rehearsal
from tests.api.asking import Program
from tests.api.standing import BODIES, stand_there
from tests.insights.rows import make_campaign
from tests.logged import unlogged

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
EXAMPLES_FOLDER = Path(__file__).parents[2] / "examples"
EXAMPLES = settings(
    max_examples=4,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
# What somebody sends who has read the description, beside `BODIES`.
QUERIES = {
    "GET /lookups": {"given": "886448495581"},
    "DELETE /recordings/{slug}": {"kind": "clip"},
    "GET /campaigns/{slug}/texts": {"channel": "newsletter", "language": "de"},
}
_CAPTIONS = b"WEBVTT\n\n00:00.000 --> 00:01.000\nFirst light\n"
FILES: dict[str, Any] = {
    "POST /lists/{handle}": {
        "file": b"email,confirmed_at\na@b.example.org,2026-01-02T10:00:00Z\n",
        "words": "News by e-mail",
        "source": "Mailchimp",
    },
    "POST /recordings/{slug}": {"captions": _CAPTIONS},
    "POST /artwork/{slug}": {"picture": (EXAMPLES_FOLDER / "midnight-windows.jpg").read_bytes()},
    "POST /listening/{slug}": {"file": b"date,streams\n2026-12-01,4\n2026-12-02,5\n"},
}
NOT_HERE = {
    "POST /recordings/{slug}": 422,  # captions belong to a video, and to encode one takes seconds
    "POST /campaigns/{slug}/announcements/{number}/test": 409,  # no mailbox is set
    "POST /artists/{handle}/news/{number}/test": 409,  # likewise
    "POST /campaigns/{slug}/audit/holds": 409,  # no audit found a group
}

_BASE = "http://127.0.0.1:8000"


class InProcess(HTTPAdapter):
    """Asks the whole stack of this process, in its transaction, as if over HTTP."""

    def send(self, request: requests.PreparedRequest, **_options: Any) -> requests.Response:  # type: ignore[override]  # nothing else is asked of it
        """What is answered, as the library reads it."""
        headers: Any = {**request.headers, "Host": _BASE.removeprefix("http://")}
        kind = headers.pop("Content-Type", "")
        client = Client(raise_request_exception=False)
        body: Any = request.body or b""
        asked = client.generic(str(request.method), request.path_url, body, kind, headers=headers)
        raw = HTTPResponse(
            BytesIO(asked.content),
            headers=dict(asked.headers),
            status=asked.status_code,
            preload_content=False,
        )
        return self.build_response(request, raw)


@pytest.fixture
def there(asks: Program) -> Mapping[str, Any]:
    """What stands behind each address, by the word before its number or name in the path."""
    return stand_there(asks)


def test_it_answers_as_it_is_described(there: Mapping[str, Any], asks: Program):
    described = schemathesis.openapi.from_dict(asks.get("/openapi.json").json())
    found: list[Any] = [one.ok() for one in described.get_all_operations()]  # type: ignore[union-attr]  # what can't be read fails here
    session = requests.Session()
    session.mount(_BASE, InProcess())

    refused, unheard = {}, {}
    for operation in found:
        sent: Any = {"bearer": asks.bearer, "session": session}
        with transaction.atomic():
            ready = _there_for(operation, there=there)
            with unlogged() as log:
                status = _ask_rightly(operation, there=ready, **sent)
            if log.tables:
                unheard[_name(operation)] = log.tables
            transaction.set_rollback(True)
        with transaction.atomic():
            _ask(operation, there=there, **sent)
            transaction.set_rollback(True)
        if not 200 <= status < 300:
            refused[_name(operation)] = status

    assert refused == NOT_HERE
    assert unheard == {}  # whatever changes something stands in the log
    assert len(found) == sum(map(len, described.raw_schema["paths"].values()))


def _there_for(operation: Any, *, there: Mapping[str, Any]) -> Mapping[str, Any]:
    """A release that is to come where one is rehearsed, and the new one where one is made."""
    if "/rehearsals" in operation.path:
        now = clock.now()
        campaign = make_campaign(release_at=now + timedelta(days=9))
        Rehearsal.objects.create(campaign=campaign, asked_at=now, done_at=now)
        return {**there, "campaigns": campaign.slug}
    is_new = _name(operation) == "PUT /campaigns/{slug}"
    return {**there, "campaigns": "midnight-single"} if is_new else there


def _body(name: str) -> Any:
    if name == "POST /fans/erasures":
        return {"token": give_key(Fan.objects.earliest("pk"), now=clock.now())}
    return BODIES.get(name, FILES.get(name, NOT_SET))


def _ask_rightly(
    operation: Any, *, there: Mapping[str, Any], bearer: str, session: requests.Session
) -> int:
    """Once as it succeeds, which what is made up seldom does; the status."""
    _counters.cache_clear()
    name = _name(operation)
    case = operation.Case(
        path_parameters=_real(operation, there=there),
        query=QUERIES.get(name, {}),
        body=_body(name),
        media_type="multipart/form-data" if name in FILES else "application/json",
    )
    answer = case.call_and_validate(
        base_url=_BASE,
        session=session,
        headers={"Authorization": bearer},
        excluded_checks=[ignored_auth],
    )
    return int(answer.status_code)


def _name(operation: Any) -> str:
    return f"{operation.method.upper()} {operation.path.removeprefix('/api/v1')}"


def _real(operation: Any, *, there: Mapping[str, Any]) -> dict[str, Any]:
    named = dict(re.findall(r"(\w+)/\{(\w+)\}", operation.path))
    return {name: there[word] for word, name in named.items()}


def _ask(
    operation: Any, *, there: Mapping[str, Any], bearer: str, session: requests.Session
) -> None:
    """Every other time about something that is there: made up names find nothing."""
    is_real = cycle([True, False])
    real = _real(operation, there=there)

    @EXAMPLES
    @given(case=operation.as_strategy())
    def ask(case: Any) -> None:
        _counters.cache_clear()
        if next(is_real):
            case.path_parameters = {**(case.path_parameters or {}), **real}
        # What a cursor or a campaign may be, no schema can say: those are refused with 422. Who is
        # let in is walked by test_matrix.
        case.call_and_validate(
            base_url=_BASE,
            session=session,
            headers={"Authorization": bearer},
            excluded_checks=[ignored_auth, positive_data_acceptance],
        )

    ask()
