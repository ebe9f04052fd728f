"""In which language a page speaks: the one that was chosen, else the browser's, else English."""

from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_supported_language_variant, override
from django.utils.translation.trans_real import parse_accept_lang_header

from countin.languages.available import SOURCE

QUERY_WORD: Final = "lang"
# From a page that does not name itself to the next one: this was pressed, and not carried along.
CHOSEN_WORD: Final = "chosen"
COOKIE: Final = "lang"
_COOKIE_FOR: Final = timedelta(days=365)
_LONGEST_CODE: Final = 35  # RFC 5646 asks for no more
_LONGEST_HEADER: Final = 300
_SPEAKING: Final = ("text/html", "text/calendar", "text/plain")


def language_of(accept_language: str, *, cookie: str = "", query: str = "") -> str:
    """The code of the language for these three texts, as they came from the visitor."""
    return (
        asked_language(query)
        or asked_language(cookie)
        or _accepted_language(_cut(accept_language))
        or SOURCE
    )


def asked_language(text: str) -> str:
    """The language that a query's or a cookie's word names, or an empty text."""
    return _supported_language(text) if 0 < len(text) <= _LONGEST_CODE else ""


def remember_language(response: HttpResponse, *, query: str) -> None:
    """Keep what was chosen by `?lang=`, so that the next page speaks the same language. The
    cookie names a language and nobody."""
    chosen = asked_language(query)
    if chosen:
        response.set_cookie(
            COOKIE,
            chosen,
            max_age=_COOKIE_FOR,
            httponly=True,
            samesite="Lax",
            secure=settings.COOKIES_SECURE,
        )


def keep_language(response: HttpResponse, *, language: str) -> None:
    """Where an answer leads on to another page of ours, let that page speak this language, too,
    though no cookie names it."""
    address = response.headers.get("Location", "")
    if not address.startswith("/") or address.startswith("//"):
        return
    page, mark, part = address.partition("#")
    path, _mark, query = page.partition("?")
    if QUERY_WORD not in QueryDict(query):
        named = "&".join(filter(None, (query, urlencode({QUERY_WORD: language}))))
        response.headers["Location"] = f"{path}?{named}{mark}{part}"


class LanguageChoice:
    """Middleware: everything behind it speaks the visitor's language, and says which."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.GET.get(QUERY_WORD, "") or _shown_before(request)
        language = language_of(
            request.headers.get("Accept-Language", ""),
            cookie=request.COOKIES.get(COOKIE, ""),
            query=query,
        )
        with override(language):
            response = self._get_response(request)
        if asked_language(query):
            keep_language(response, language=language)
        if "public" in response.headers.get("Cache-Control", ""):
            return response  # the same for everybody: it depends on no cookie and leaves none
        if response.headers.get("Content-Type", "").startswith(_SPEAKING):
            patch_vary_headers(response, ("Accept-Language", "Cookie"))
            response.headers.setdefault("Content-Language", language)
        if request.method in ("GET", "HEAD") and _is_chosen_here(request):
            remember_language(response, query=query)
        return response


def _is_chosen_here(request: HttpRequest) -> bool:
    """A press on one of our pages led here: a cookie is set for nobody who followed a link from
    elsewhere, nor for whom a pressed button led on. Browsers that do not say name the page
    before."""
    if request.GET.get(QUERY_WORD) == _named_before(request):
        return False
    if request.headers.get("Referer") == f"{settings.BASE_URL}/":
        return CHOSEN_WORD in request.GET  # a page that tells no more of itself
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    return f"{request.headers.get('Referer', '')}/".startswith(f"{settings.BASE_URL}/")


def _shown_before(request: HttpRequest) -> str:
    """What is pressed is answered, and words are agreed to, in the language of the page on which
    they stood, though no cookie names it."""
    return _named_before(request) if request.method == "POST" else ""


def _named_before(request: HttpRequest) -> str:
    """The language in the address of our own page that led here; browsers name that page whole
    where it is not a fan's own."""
    before = request.headers.get("Referer", "")
    if not before.startswith(f"{settings.BASE_URL}/"):
        return ""
    return QueryDict(urlsplit(before).query).get(QUERY_WORD, "")


def _cut(header: str) -> str:
    # What is remembered here is bounded in number and, by this, in size.
    if len(header) <= _LONGEST_HEADER:
        return header
    return header[: max(header.rfind(",", 0, _LONGEST_HEADER), 0)]


@lru_cache(maxsize=1024)
def _supported_language(code: str) -> str:
    try:
        return get_supported_language_variant(code).lower()  # "pt-BR" names "pt-br"
    except (LookupError, ValueError):
        return ""


@lru_cache(maxsize=4096)
def _accepted_language(header: str) -> str:
    for code, _quality in parse_accept_lang_header(header):
        if code == "*":
            break
        language = asked_language(code)
        if language:
            return language
    return ""


def forget_languages() -> None:
    """What was asked before a language was added is asked anew."""
    _supported_language.cache_clear()
    _accepted_language.cache_clear()
