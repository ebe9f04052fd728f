"""`/SLUG/card.png`: the share image, and `square.jpg`, `story.jpg` to be posted; each drawn once
and kept by its content."""

import fcntl
import hashlib
import json
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from PIL import Image, ImageStat

from countin import clock
from countin.campaigns.artwork import artwork_widths
from countin.campaigns.models import Campaign, Release
from countin.languages.available import SOURCE
from countin.pages.finding import find_campaign
from countin.pages.kinds import release_line
from countin.pages.outside.card_drawing import Card, draw_card
from countin.pages.outside.card_shapes import CARD, SHAPES, Shape

_RECIPE: Final = 2  # raised when cards are drawn differently
_NEUTRAL: Final = {
    "light": {"paper": "#f6f4f0", "ink": "#1d1a17", "muted": "#635d55", "spark": "#b5421a"},
    "dark": {"paper": "#131110", "ink": "#f4f0ea", "muted": "#aaa299", "spark": "#ff9b70"},
}
_DARK_BELOW: Final = 118  # of 255: a dark sleeve lies on dark paper


def card_address(campaign: Campaign, *, now: datetime) -> str:
    """From the root, in the language of the page. It changes with the picture, so that no
    preview shows an old one."""
    path = reverse("card", kwargs={"slug": campaign.slug})
    name = _name(campaign, now=now)
    return f"{path}?lang={get_language() or SOURCE}&v={name[:8]}"


@require_safe
def show_card(request: HttpRequest, *, slug: str, shape: str = CARD.name) -> HttpResponse:
    """The kept picture; the first request draws it, and those beside it wait for that."""
    now, drawn = clock.now(), SHAPES[shape]
    campaign = find_campaign(slug)
    name = _name(campaign, now=now)
    file = keep_card(campaign, shape=drawn, now=now)
    response = HttpResponse(file.read_bytes(), drawn.content_type)
    is_named = request.GET.get("v") == name[:8]
    seconds = 31_536_000 if is_named else 600
    response["Cache-Control"] = f"public, max-age={seconds}{', immutable' if is_named else ''}"
    patch_vary_headers(response, () if "lang" in request.GET else ("Accept-Language", "Cookie"))
    return response


def keep_card(campaign: Campaign, *, now: datetime, shape: Shape = CARD) -> Path:
    """Where the picture lies; drawn if it is not there, by one of all those who ask at once."""
    name = f"{_name(campaign, now=now)}{'' if shape == CARD else f'-{shape.name}'}{shape.suffix}"
    folder = Path(settings.MEDIA_ROOT) / "cards"
    file = folder / name
    if file.exists():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    # One is drawn at a time on this machine, whatever number of threads and processes ask.
    with (folder / ".drawing").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            aside = folder / f".{name}"
            card = _make_card(campaign, shape=shape, now=now)
            aside.write_bytes(draw_card(card, shape=shape))
            aside.replace(file)
    return file


def _name(campaign: Campaign, *, now: datetime) -> str:
    release = campaign.release
    told = [_RECIPE, release.artwork, _schemes(campaign), *_words(campaign, now=now)]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:24]


def _words(campaign: Campaign, *, now: datetime) -> tuple[str, str, str]:
    release = campaign.release
    return release.title, release.artist.name, release_line(campaign, now=now)


def _make_card(campaign: Campaign, *, shape: Shape, now: datetime) -> Card:
    title, artist, when = _words(campaign, now=now)
    sleeve = _sleeve(campaign.release, side=shape.sleeve)
    scheme = "dark" if sleeve and _is_dark(sleeve) else "light"
    colors = _schemes(campaign)[scheme]
    return Card(title=title, artist=artist, when=when, sleeve=sleeve, colors=colors)


def _schemes(campaign: Campaign) -> dict[str, dict[str, Any]]:
    """The theme's own colors where it has all four; else the house's."""
    found = {}
    for scheme, neutral in _NEUTRAL.items():
        given = campaign.colors.get(scheme, {})
        is_whole = neutral.keys() <= given.keys()
        found[scheme] = {name: given[name] if is_whole else neutral[name] for name in neutral}
    return found


def _sleeve(release: Release, *, side: int) -> Path | None:
    """The smallest stored version that is large enough."""
    if not release.artwork:
        return None
    widths = artwork_widths(release.artwork_width)
    width = next((width for width in widths if width >= side), widths[-1])
    file = Path(settings.MEDIA_ROOT) / f"{release.artwork}-{width}.jpg"
    return file if file.is_file() else None


def _is_dark(sleeve: Path) -> bool:
    with Image.open(sleeve) as picture:
        picture.draft("L", (64, 64))
        return ImageStat.Stat(picture.convert("L")).mean[0] < _DARK_BELOW
