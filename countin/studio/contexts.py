"""What every template of the studio is given, allauth's among them."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest
from django.urls import reverse

from countin.studio.seats import memberships_of, places_in
from countin.studio.walls import is_inside
from countin.workspaces.models import Role


def studio(request: HttpRequest) -> dict[str, Any]:
    """Nothing for a fan's page."""
    if not is_inside(request):
        return {}
    return {
        "request": request,
        "user": getattr(request, "user", None),
        "messages": get_messages(request),
        "company": settings.COMPANY,
        "here": request.path,
        "is_account": request.path.startswith(reverse("studio_account")),
        "own_places": lambda: _places(request),  # asked for outside of a workspace alone
    }


def _places(request: HttpRequest) -> list[tuple[str, str]]:
    """Of the one workspace, where there is no other; else the choice between them."""
    memberships = memberships_of(request)
    if len(memberships) == 1:
        return places_in(memberships[0].workspace, role=Role(memberships[0].role))
    return [(reverse("studio_home"), "Campaigns")]
