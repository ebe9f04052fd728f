"""Plain building blocks of an HTTP answer."""

import json
from collections.abc import Mapping
from html import escape

from aiohttp import web

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:2rem auto;padding:0 1rem}}
button,input{{font:inherit;padding:.5rem 1rem;margin:.25rem .5rem .25rem 0}}
.note{{color:#555}}</style></head>
<body><main><h1>{title}</h1>{body}
<p class="note">This is a simulator. It is not the streaming service.</p></main></body></html>
"""


class CutConnection(Exception):
    """The caller gets no answer: the connection is closed."""


def json_answer(
    data: object, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> web.Response:
    body = json.dumps(data, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, headers=headers, content_type="application/json")


def page(title: str, *, body: str, status: int = 200) -> web.Response:
    """An HTML page; `body` is trusted markup, the title is escaped here."""
    text = PAGE.format(title=escape(title), body=body)
    return web.Response(text=text, status=status, content_type="text/html")


def cut(request: web.Request) -> web.Response:
    """Close the connection at once. What is returned can no longer be sent."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)
