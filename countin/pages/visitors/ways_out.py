"""The way out of a browser inside an app, to the phone's own, where people are signed in."""

from typing import Final
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.urls import reverse

from countin.visits.arriving import UTM_WORDS, Utm

ANDROID: Final = "android"
IOS: Final = "ios"


def platform_of(user_agent: str) -> str:
    """ "android", "ios", or an empty text: then there is only the address to copy."""
    if "Android" in user_agent:
        return ANDROID
    return IOS if any(word in user_agent for word in ("iPhone", "iPad", "iPod")) else ""


def query_out(*, via: str, utm: Utm, link_code: str, visit_mark: str, language: str) -> str:
    """Everything that a visitor brought or was given goes along, in the words of our addresses;
    `from` is the visit inside the app."""
    words = {
        "via": via,
        **dict(zip(UTM_WORDS, utm, strict=True)),
        "link": link_code,
        "lang": language,
        "from": visit_mark,
    }
    return urlencode({word: text for word, text in words.items() if text})


def plain_address(slug: str, *, query: str) -> str:
    """The page's own address, to be copied."""
    page = f"{settings.BASE_URL}{reverse('landing', kwargs={'slug': slug})}"
    return f"{page}?{query}" if query else page


def address_out(address: str, *, platform: str) -> str:
    """An address that opens the phone's own browser, or an empty text where none is known.
    Android: an intent that any browser takes. iPhone: Safari's own scheme (iOS 15 and later)."""
    parts = urlsplit(address)
    rest = address.removeprefix(f"{parts.scheme}://")
    if platform == ANDROID:
        return f"intent://{rest}#Intent;scheme={parts.scheme};end"
    return f"x-safari-{address}" if platform == IOS else ""
