"""A program that asks, and a campaign as it sends one."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from countin import clock
from countin.workspaces.models import ApiToken


class Program:
    """Speaks JSON, and shows its token."""

    def __init__(self, text: str, *, token: ApiToken) -> None:
        self.token = token
        self.bearer = f"Bearer {text}"
        self._client = Client(headers={"Authorization": self.bearer})

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1{path}", query)

    def pages(self, path: str, **query: Any) -> Iterator[dict[str, Any]]:
        """Every item of every page."""
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(path, cursor=cursor, **query).json()
            yield from page["items"]
            cursor = page["next"]

    def delete(self, path: str) -> Any:
        return self._client.delete(f"/api/v1{path}")

    def send_files(self, path: str, *, table: bytes = b"no table") -> Any:
        """As a form with files in it."""
        picture = SimpleUploadedFile("cover.png", b"no picture", content_type="image/png")
        files = {"picture": picture, "file": SimpleUploadedFile("a.csv", table)}
        return self._client.post(f"/api/v1{path}", {**files, "words": "News", "source": "here"})

    def put(self, path: str, body: Any, **headers: str) -> Any:
        return self._send(self._client.put, path, body, headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self._send(self._client.post, path, body, headers)

    def _send(self, verb: Any, path: str, body: Any, headers: dict[str, str]) -> Any:
        text = body if isinstance(body, str) else json.dumps(body)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return verb(f"/api/v1{path}", text, content_type="application/json", headers=named)


def campaign_sent(slug: str = "midnight-single", **changes: Any) -> dict[str, Any]:
    """What a program sends, three weeks before the release."""
    day = (clock.now() + timedelta(days=21)).date()
    release = {"title": "Midnight Single", "kind": "single", "upc": "886448495581"}
    return {
        "artist": {"name": "The Held Notes"},
        "release": {**release, "timing": "local", "date": day.isoformat()},
        "slug": slug,
        "channels": ["newsletter"],
        "audience": {"newsletter": 3100},
        **changes,
    }
