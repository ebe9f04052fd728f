"""What every template of the studio is given, allauth's among them."""

from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.http import HttpRequest

from countin.studio.walls import is_inside


def studio(request: HttpRequest) -> dict[str, Any]:
    """Nothing for a fan's page."""
    if not is_inside(request):
        return {}
    return {
        "request": request,
        "user": getattr(request, "user", None),
        "messages": get_messages(request),
        "company": settings.COMPANY,
    }
