"""The switch between languages, and the addresses of the same page in each of them."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.template.context import RequestContext
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from countin.languages.available import SOURCE
from countin.pages.visitors.arrivals import Arrival
from countin.pages.visitors.languages import CHOSEN_WORD, QUERY_WORD, asked_language
from countin.visits.arriving import UTM_WORDS

register = template.Library()
# An answer to a service's return, or to a pressed button, has no address to come back to.
_NO_ADDRESS = ("/connect/",)


@dataclass(frozen=True)
class LanguageLink:
    """A language, named in itself, and where this page speaks it."""

    code: str
    name: str
    address: str
    is_active: bool


@register.simple_tag(takes_context=True)
def language_links(context: RequestContext) -> list[LanguageLink]:
    """Every language, for the switch below a page; none where the page can't be opened again."""
    request: HttpRequest | None = getattr(context, "request", None)
    if request is None or request.method not in ("GET", "HEAD"):
        return []
    if request.path.startswith(_NO_ADDRESS):
        return []
    active, kept = get_language() or SOURCE, _brought_along(context.get("arrival"))
    if context.get("hides_its_address") or request.path == "/":
        kept[CHOSEN_WORD] = "1"
    return [
        LanguageLink(code, str(name), f"?{urlencode({**kept, QUERY_WORD: code})}", code == active)
        for code, name in settings.LANGUAGES
    ]


def _brought_along(arrival: Arrival | None) -> dict[str, str]:
    """What the next address must not lose."""
    if arrival is None:
        return {}
    utm = zip(UTM_WORDS, arrival.utm, strict=True)
    words = {"via": arrival.via, "guest": arrival.guest, "link": arrival.link_code, **dict(utm)}
    return {name: text for name, text in words.items() if text}


@register.simple_tag(takes_context=True)
def keep_language(context: RequestContext, address: str = "") -> SafeString:
    """ "?lang=de" behind an address of ours ("&lang=de" where that has a query), where this page
    speaks that language by its own address; else nothing."""
    request: HttpRequest | None = getattr(context, "request", None)
    asked = asked_language(request.GET.get(QUERY_WORD, "")) if request else ""
    joint = "&amp;" if "?" in address else "?"
    # A language's code: nothing in it is to be escaped.
    return mark_safe(f"{joint}{QUERY_WORD}={asked}" if asked else "")  # noqa: S308


@register.simple_tag(takes_context=True)
def canonical_address(context: RequestContext, address: str) -> str:
    """Of a public page: where it was asked for in a language, that language's own address, which
    stands among the alternates; else the one that speaks the visitor's own."""
    request: HttpRequest | None = getattr(context, "request", None)
    asked = asked_language(request.GET.get(QUERY_WORD, "")) if request else ""
    return f"{address}?{urlencode({QUERY_WORD: asked})}" if asked else address


@register.simple_tag
def language_alternates(path: str) -> list[tuple[str, str]]:
    """(hreflang, whole address) of a public page in every language, for `<link rel="alternate">`.
    The last, `x-default`, is the address that speaks the visitor's own."""
    page = f"{settings.BASE_URL}{path}"
    named = [
        (code, f"{page}?{urlencode({QUERY_WORD: code})}") for code, _name in settings.LANGUAGES
    ]
    return [*named, ("x-default", page)]
