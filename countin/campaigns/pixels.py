"""Pixels of advertising services, by their ids: whose they are, and the form of an id. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Final

from countin.campaigns.codes import BadCode
from countin.campaigns.fields import Fields

Pixels = dict[str, str]
_COPY: Final = "Copy it from the service's own settings."


@dataclass(frozen=True)
class PixelService:
    """What fans read, how an id looks, and which hosts its script needs."""

    label: str
    form: re.Pattern[str]
    example: str
    scripts: tuple[str, ...]
    listeners: tuple[str, ...]


PIXEL_SERVICES: Final[Mapping[str, PixelService]] = MappingProxyType(
    {
        "meta": PixelService(
            "Meta",
            re.compile(r"[0-9]{8,20}"),
            "1234567890123456",
            ("https://connect.facebook.net",),
            ("https://www.facebook.com", "https://connect.facebook.net"),
        ),
        "tiktok": PixelService(
            "TikTok",
            re.compile(r"[A-Z0-9]{16,32}"),
            "C4A1B2C3D4E5F6G7H8I9",
            ("https://analytics.tiktok.com",),
            ("https://analytics.tiktok.com",),
        ),
        "ga4": PixelService(
            "Google Analytics",
            re.compile(r"G-[A-Z0-9]{6,14}"),
            "G-AB12CD34EF",
            ("https://www.googletagmanager.com",),
            ("https://www.google-analytics.com", "https://*.google-analytics.com"),
        ),
    }
)


def read_pixel(text: str, *, name: str) -> str:
    """An id as its service writes it. Raises BadCode."""
    service = PIXEL_SERVICES[name]
    given = text.strip().upper()
    if not service.form.fullmatch(given):
        raise BadCode(
            f"{text!r} is no id of a {service.label} pixel: those look like {service.example}.",
            _COPY,
        )
    return given


def read_pixels(fields: Fields) -> Pixels:
    """The table `pixels` of a file."""
    fields.refuse_unknown(known=tuple(PIXEL_SERVICES))
    given = {
        name: fields.code(name, form=partial(read_pixel, name=name))
        for name in PIXEL_SERVICES
        if fields.has(name)
    }
    return {name: text for name, text in given.items() if text}


def joined_pixels(of_artist: Pixels, *, of_campaign: Pixels) -> Pixels:
    """What a campaign's pages have: its own, and the artist's at every other service. A name that
    the code no longer knows is nobody's."""
    both = {**of_artist, **of_campaign}
    return {name: both[name] for name in PIXEL_SERVICES if both.get(name)}
