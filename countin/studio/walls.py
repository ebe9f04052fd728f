"""What is on only inside the studio: sessions, CSRF tokens, who is signed in, its manners.

A fan's page is answered without any of it, sets no cookie of the studio's and is sent none: their
path is /studio/.
"""

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.translation import override

INSIDE: Final = "/studio/"
_POLICY: Final = {
    "form-action": ["'self'"],
    "frame-src": ["'self'"],
    "img-src": ["'self'", "data:"],  # the QR code of an authenticator's secret
}


def is_inside(request: HttpRequest) -> bool:
    """The request is for the studio."""
    return request.path_info.startswith(INSIDE)


class _Walled:
    """Steps aside for everything outside."""

    def __call__(self, request: HttpRequest) -> Any:
        middleware: Any = super()
        return middleware.__call__(request) if is_inside(request) else self._pass(request)

    def _pass(self, request: HttpRequest) -> Any:
        return vars(self)["get_response"](request)


class StudioSessions(_Walled, SessionMiddleware):
    """Sessions."""


class StudioCsrf(_Walled, CsrfViewMiddleware):
    """CSRF tokens, besides the check of origins that every page has."""

    def process_view(
        self,
        request: HttpRequest,
        callback: Callable[..., HttpResponseBase],
        callback_args: Any,
        callback_kwargs: Any,
    ) -> Any:
        """Refuse a form without its token."""
        if not is_inside(request):
            return None
        return super().process_view(request, callback, callback_args, callback_kwargs)


class StudioUser(_Walled, AuthenticationMiddleware):
    """Who is signed in."""


class StudioMessages(_Walled, MessageMiddleware):
    """Words that the next page says once."""


class StudioManners:
    """Middleware: English, kept by no cache, found by no search engine, framed by nobody."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_inside(request):
            return self._get_response(request)
        with override("en"):
            response = self._get_response(request)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        own = getattr(response, "_csp_replace", {})  # of a view that is framed
        response._csp_replace = {**_POLICY, **own}  # type: ignore[attr-defined]  # as csp_replace does
        return response
