"""The addresses of what a campaign's pages load, all of it the organizer's or the operator's."""

from django.urls import URLPattern, re_path

from countin.pages import logos, themes
from countin.pages.landing import media
from countin.pages.outside import covers

ASSETS: list[URLPattern] = [
    re_path(
        r"^media/artwork/(?P<stem>[0-9a-f]{24})-(?P<width>[0-9]{1,5})\.(?P<kind>avif|webp|jpg)$",
        covers.show_artwork,
        name="artwork",
    ),
    re_path(
        r"^media/(?P<folder>clips)/(?P<stem>[0-9a-f]{24})\.(?P<kind>m4a)$",
        media.show_recording,
        name="clip",
    ),
    re_path(
        r"^media/(?P<folder>films)/(?P<stem>[0-9a-f]{24})\.(?P<kind>mp4|webp|vtt)$",
        media.show_recording,
        name="film",
    ),
    re_path(
        r"^media/logo/(?P<service>[a-z_]{1,40})-(?P<name>[0-9a-f]{12})\.(?P<kind>svg|png)$",
        logos.show_logo,
        name="logo",
    ),
    re_path(
        r"^media/theme/(?P<name>[0-9a-f]{24}|[a-z0-9]{3,12}-[0-9a-f]{12})\.css$",
        themes.show_theme,
        name="theme",
    ),
]
