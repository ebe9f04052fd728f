"""What went wrong, as `application/problem+json` (RFC 9457), each with its next step."""

import json
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpResponse

CONTENT_TYPE: Final = "application/problem+json"
_WORDS: Final = {
    400: "The request can't be read. Compare it with /api/v1/openapi.json.",
    404: "There is nothing here. See what there is: GET /api/v1/campaigns",
    405: "This address does not take this method. See /api/v1/openapi.json.",
    413: "More was sent than 64 KB. A campaign is a page of text.",
    429: "More came from here than may at once. Ask again after the seconds in Retry-After.",
    503: "The database does not answer. Ask again; whoever runs this finds out by: countin doctor",
}
_OURS: Final = "Something broke here, and was written to the log. Nothing was changed half."


class Problem(Exception):
    """Raised anywhere behind the door; answered as it stands."""

    def __init__(self, status: int, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.more = more


def answer_problem(
    status: int, detail: str = "", *, headers: dict[str, str] | None = None, **more: Any
) -> HttpResponse:
    """`detail` empty: the words for this status."""
    told = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or _WORDS.get(status, _OURS),
        **more,
    }
    text = json.dumps(told, ensure_ascii=False)
    return HttpResponse(text, CONTENT_TYPE, status=status, headers=headers)
