"""The pages of the studio, by the table of its addresses: which of them axe looks at on the way
of a journey, which are visited for that alone, and which are no pages."""

from collections.abc import Callable, Iterator
from typing import Any, Final, cast
from urllib.parse import urlsplit

from django.test import RequestFactory
from django.urls import NoReverseMatch, URLPattern, URLResolver, include, path
from django.urls.resolvers import RegexPattern
from playwright.sync_api import Page

from countin.studio.urls import urlpatterns

# Passkeys have addresses where browsers allow them: with https, and under the name localhost.
_TABLE: Final = URLResolver(
    RegexPattern(r"^/studio/"),
    [
        path("account/2fa/webauthn/", include("allauth.mfa.webauthn.urls")),
        *cast(list[URLPattern], urlpatterns),
    ],
)
# The picture that a journey keeps, and the address that it is of.
ON_THE_WAY: Final = {
    "studio-enter": "studio_enter",
    "studio-paste": "studio_new",
    "studio-check": "studio_check",
    "studio-publish": "studio_publish",
    "studio-home": "studio_workspace",
    "studio-campaign": "studio_campaign",
    "studio-fans": "studio_fans",
    "studio-audit": "studio_audit",
    "studio-details": "studio_details",
    "studio-kit": "studio_kit",
    "studio-deliveries": "studio_deliveries",
    "studio-new-artist": "studio_new_artist",
    "studio-plan": "studio_plan",
    "studio-log": "studio_log",
    "studio-join": "studio_join",
    "studio-account": "studio_account",
    "studio-copy": "studio_copy",
    "studio-end": "studio_end",
    "studio-artists": "studio_artists",
    "studio-artist": "studio_artist",
    "studio-ground": "studio_ground",
    "studio-live": "studio_live",
    "studio-report": "studio_report",
    "studio-release": "studio_release",
    "studio-announcements": "studio_announcements",
    "studio-announcement": "studio_announcement",
    "studio-news": "studio_artist_announcement",
    "studio-news-all": "studio_artist_announcements",
    "account-passkey": "mfa_add_webauthn",
    "account-passkeys": "mfa_list_webauthn",
    "account-login": "account_login",
    "account-sessions": "usersessions_list",
    "account-second-step": "mfa_index",
    "account-app": "mfa_activate_totp",
    "account-recovery": "mfa_view_recovery_codes",
    "account-password": "account_set_password",
    "account-code": "mfa_authenticate",
}
# By the beginning of a name: whoever is signed in as an owner, and with a second step.
OF_CAMPAIGNS: Final = "studio_"
OF_ACCOUNTS: Final = ("account_", "mfa_", "socialaccount_")
NO_PAGE: Final = {
    "account_request_reauthentication_code": "no codes are mailed: they lead back",
    "account_confirm_reauthentication_code": "likewise",
    "account_confirm_login_code": "likewise",
    "account_reauthenticate": "leads on to the second step's own",
    "studio_log_export": "a CSV",
    "studio_numbers_export": "a CSV",
    "studio_live_export": "a CSV",
    "studio_fans_export": "a CSV",
    "studio_list_export": "a CSV",
    "studio_plan_calendar": "a calendar",
    "studio_report_file": "a file; the same report is looked at as it is shown",
    "studio_evidence": "a file",
    "studio_evidence_json": "a file",
    "studio_artist_announcement_mail": "likewise a mail",
    "studio_announcement_mail": "a mail, which stands in the frame of its page",
    "mfa_download_recovery_codes": "a file",
    "openid_connect_login": "leads to where a label's people sign in",
    "openid_connect_callback": "is where they come back",
}
_GIVEN: Final[tuple[dict[str, Any], ...]] = (
    {},
    {"workspace": "default"},
    {"slug": "midnight-windows"},
    {"workspace": "default", "handle": "the-held-notes"},
    {"key": "MQ:aaaa"},
    {"uidb36": "1", "key": "set-password"},
    {"pk": 1},
)


def look_at_the_rest(
    page: Page, *, of: str | tuple[str, ...], look: Callable[[Page], None]
) -> set[str]:
    """Each page that no journey passes, looked at; the names of those that led elsewhere."""
    led_away = set()
    for name in sorted(page_names()):
        if name in NO_PAGE or name in ON_THE_WAY.values() or not name.startswith(of):
            continue
        address = _address_of(name)
        page.goto(_base(page) + address)
        if urlsplit(page.url).path != address:
            led_away.add(name)
        else:
            look(page)
    return led_away


def is_page_of(page: Page, name: str) -> bool:
    """Whether the page is the one that this picture is of; of other pictures it is not asked."""
    found = _TABLE.resolve(urlsplit(page.url).path) if name in ON_THE_WAY else None
    return found is None or found.url_name == ON_THE_WAY[name]


def page_of(page: Page) -> str:
    """Its path, for a complaint about it."""
    return urlsplit(page.url).path


def page_names() -> set[str]:
    """Of every address inside the studio that somebody may open."""
    return {str(pattern.name) for pattern in _patterns(_TABLE.url_patterns) if _is_opened(pattern)}


def _patterns(those: list[Any]) -> Iterator[URLPattern]:
    for one in those:
        if isinstance(one, URLResolver):
            yield from _patterns(one.url_patterns)
        elif one.name:
            yield one


def _is_opened(pattern: URLPattern) -> bool:
    if not pattern.callback.__module__.startswith("countin."):
        return True  # allauth's own: tried
    refused = pattern.callback(RequestFactory().generic("PROBE", "/"))
    return "GET" in refused["Allow"]


def _address_of(name: str) -> str:
    for given in _GIVEN:
        try:
            return f"/studio/{_TABLE.reverse(name, **given)}"
        except NoReverseMatch:
            continue
    raise AssertionError(f"{name} needs something that no page is given here")


def _base(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.scheme}://{parts.netloc}"
