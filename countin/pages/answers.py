"""The answers a door gives: pages that nobody may keep, and redirects after a POST."""

import re
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from countin.pages.controllers import controller_context

_INDENT: Final = re.compile(rb"\n\s+")


class SeeOther(HttpResponseRedirect):
    """303: go on with a GET, whatever came in. May set a fan's cookie, so no cache keeps it."""

    status_code = 303

    def __init__(self, address: str) -> None:
        super().__init__(address, headers={"Cache-Control": "no-store"})


def show_page(
    request: HttpRequest, *, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page of ours. It may hold what is one fan's alone, so no cache keeps it."""
    given = {"base_url": settings.BASE_URL, **controller_context(context), **context}
    response = render(request, f"pages/{template}.html", given, status=status)
    # What indents the templates is a tenth of a page, and nothing to its reader.
    response.content = _INDENT.sub(b"\n", response.content)
    response["Cache-Control"] = "no-store"
    return response


def show_private_page(
    request: HttpRequest, *, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page whose address holds a key: search engines keep out, and the next page is not told
    where its visitor came from, because a service's script may run there."""
    given = {"hides_its_address": True, **context}
    response = show_page(request, template=template, context=given, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def go_to(name: str, **parts: str) -> SeeOther:
    """303 to one of our own addresses."""
    return SeeOther(reverse(name, kwargs=parts))
