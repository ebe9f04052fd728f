"""The stylesheet that gives a campaign's pages their colors: of its artwork, or chosen."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from countin.campaigns.chosen_themes import theme_named
from countin.campaigns.models import Campaign, Release


def theme_address(campaign: Campaign) -> str:
    """Where the stylesheet is, or an empty string: the house's own colors stay."""
    name = campaign.colors.get("name", "")
    return reverse("theme", kwargs={"name": name}) if name else ""


@require_safe
def show_theme(_request: HttpRequest, *, name: str) -> HttpResponse:
    """The custom properties of pages.css, for light and for dark."""
    response = HttpResponse(_stylesheet(name), "text/css; charset=utf-8")
    # Named by content: it never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@lru_cache(maxsize=256)
def _stylesheet(name: str) -> str:
    """Raises Http404, which is not remembered, for a name that no release and no choice bears."""
    if "-" in name:
        found = theme_named(name)
    else:
        found = Release.objects.filter(theme__name=name).values_list("theme", flat=True).first()
    if not found:
        raise Http404("no such theme")
    glow = "".join(f"--glow-{at}:{color};" for at, color in enumerate(found["glow"], start=1))
    light, dark = _properties(found["light"]), _properties(found["dark"])
    return f":root{{{light}{glow}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"


def _properties(scheme: Mapping[str, Any]) -> str:
    return "".join(f"--{name.replace('_', '-')}:{color};" for name, color in scheme.items())
