"""Whatever is sent: no 5xx, and no answer that the description does not name."""

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import cycle
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from requests.adapters import HTTPAdapter
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from urllib3 import HTTPResponse

from countin.api.limits import _counters
from tests.api.asking import Program
from tests.api.standing import stand_there

pytestmark = [pytest.mark.sqlite, pytest.mark.django_db]
EXAMPLES = settings(
    max_examples=4,
    phases=[Phase.generate],
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)


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

    for operation in found:
        with transaction.atomic():
            _ask(operation, there=there, bearer=asks.bearer, session=session)
            transaction.set_rollback(True)

    assert len(found) == sum(map(len, described.raw_schema["paths"].values()))


def _ask(
    operation: Any, *, there: Mapping[str, Any], bearer: str, session: requests.Session
) -> None:
    """Every other time about something that is there: made up names find nothing."""
    is_real = cycle([True, False])
    named = dict(re.findall(r"(\w+)/\{(\w+)\}", operation.path))
    real = {name: there[word] for word, name in named.items()}

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
