"""Who belongs to a workspace, and as what. Owners alone."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from countin.studio.forms import InviteForm
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import Membership, Organizer, Role
from countin.workspaces.organizers import (
    LastOwner,
    add_organizer,
    end_membership,
    give_role,
    make_entry_link,
)


@require_safe
@in_workspace(Role.OWNER)
def show_people(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Everybody, with their roles."""
    return _show(request, seat=seat, form=InviteForm())


@require_POST
@in_workspace(Role.OWNER)
def invite(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """A new address gets a link, shown once; to pass it on is the owner's part. An account that
    stands already joins at once and gets none: a link would let its maker in as somebody else.
    """
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _show(request, seat=seat, form=form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    link = ""
    try:
        with transaction.atomic():
            organizer, is_new = add_organizer(email, now=seat.now)
            give_role(organizer, workspace=seat.workspace, role=role, now=seat.now)
            key = make_entry_link(organizer, now=seat.now) if is_new else ""
            seat.note("person added", subject=organizer.email, detail=role)
    except LastOwner as last:
        messages.error(request, str(last))
        return redirect("studio_people", workspace=seat.workspace.slug)
    if key:
        link = settings.BASE_URL + reverse("studio_enter", kwargs={"key": key})
    return _show(request, seat=seat, form=InviteForm(), link=link, invited=organizer)


@require_POST
@in_workspace(Role.OWNER)
def change(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Another role, or none."""
    number = request.POST.get("organizer", "")
    memberships = Membership.objects.filter(workspace=seat.workspace).select_related("organizer")
    found = memberships.filter(organizer=int(number)).first() if number.isdecimal() else None
    if found is None:
        raise Http404("nobody here")
    wanted = request.POST.get("role", "")
    try:
        _change(found.organizer, seat=seat, wanted=wanted)
    except LastOwner as last:
        messages.error(request, str(last))
    return redirect("studio_people", workspace=seat.workspace.slug)


def _change(organizer: Organizer, *, seat: Seat, wanted: str) -> None:
    with transaction.atomic():
        if wanted == "none":
            end_membership(organizer, workspace=seat.workspace)
            seat.note("person removed", subject=organizer.email)
        elif wanted in Role.values:
            give_role(organizer, workspace=seat.workspace, role=Role(wanted), now=seat.now)
            seat.note("role changed", subject=organizer.email, detail=wanted)


def _show(
    request: HttpRequest,
    *,
    seat: Seat,
    form: InviteForm,
    link: str = "",
    invited: Organizer | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = Membership.objects.filter(workspace=seat.workspace).select_related("organizer")
    context = {
        "people": rows.order_by("organizer__email"),
        "roles": Role.choices,
        "form": form,
        "link": link,
        "invited": invited,
        **seat_context(seat),
    }
    return render(request, "studio/people.html", context, status=status)
