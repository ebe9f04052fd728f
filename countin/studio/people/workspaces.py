"""Presses about a workspace itself: another name, another workspace. Owners alone."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from countin.studio.seats import Seat, in_workspace
from countin.workspaces.auditing import write_audit
from countin.workspaces.making import LONGEST_NAME, make_workspace, rename_workspace
from countin.workspaces.models import Role

_NO_NAME = f"Give a name of 1 to {LONGEST_NAME} letters."


@require_POST
@in_workspace(Role.OWNER)
def rename(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Its addresses stay as they are."""
    name = _name(request)
    if not name:
        messages.error(request, _NO_NAME)
        return redirect("studio_people", workspace=seat.workspace.slug)
    with transaction.atomic():
        if rename_workspace(seat.workspace, name=name):
            seat.note("workspace renamed", detail=name)
    messages.success(request, f"It is called {name} now. Its addresses stay.")
    return redirect("studio_people", workspace=seat.workspace.slug)


@require_POST
@in_workspace(Role.OWNER)
def make_another(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """With whoever pressed as its owner."""
    name = _name(request)
    if not name:
        messages.error(request, _NO_NAME)
        return redirect("studio_people", workspace=seat.workspace.slug)
    with transaction.atomic():
        made = make_workspace(name, owner=seat.organizer, now=seat.now)
        seat.note("workspace made", subject=made.slug)
        write_audit(
            made,
            who=seat.organizer.email,
            what="workspace made",
            subject=made.slug,
            from_address=seat.from_address,
            now=seat.now,
        )
    return redirect("studio_workspace", workspace=made.slug)


def _name(request: HttpRequest) -> str:
    """One line of text; empty where there is none, or too much."""
    given = " ".join(request.POST.get("name", "").replace("\0", "").split())
    return given if len(given) <= LONGEST_NAME else ""
