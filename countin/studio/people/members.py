"""Who belongs to a workspace, and as what. Owners alone."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from countin.messaging.inviting import plan_invitation_mail
from countin.studio.forms import InviteForm
from countin.studio.home import seat_context
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.inviting import (
    BelongsAlready,
    invitations_of,
    invite,
    make_invitation_key,
    revoke_invitation,
)
from countin.workspaces.models import Invitation, Membership, Organizer, Role
from countin.workspaces.organizers import LastOwner, end_membership, give_role


@dataclass(frozen=True)
class Invited:
    """Who was asked just now, and the link to hand over, shown this once; empty: it is mailed."""

    invitation: Invitation
    link: str


@require_safe
@in_workspace(Role.OWNER)
def show_people(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Everybody, with their roles, and who was invited."""
    return _show(request, seat=seat, form=InviteForm())


@require_POST
@in_workspace(Role.OWNER)
def invite_person(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """By mail; without a mail server by a link, shown once, that the owner hands over. Nobody
    belongs here before they accept."""
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _show(request, seat=seat, form=form, status=422)
    email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
    by = seat.organizer.email
    try:
        with transaction.atomic():
            made = invite(seat.workspace, email=email, role=role, invited_by=by, now=seat.now)
            seat.note("person invited", subject=made.email, detail=role)
            if settings.MAIL_IS_SET:
                plan_invitation_mail(made, now=seat.now)
            link = "" if settings.MAIL_IS_SET else _make_link(made, seat=seat)
    except BelongsAlready as already:
        messages.error(request, str(already))
        return redirect("studio_people", workspace=seat.workspace.slug)
    return _show(request, seat=seat, form=InviteForm(), invited=Invited(made, link))


@require_POST
@in_workspace(Role.OWNER)
def show_link(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """One more link for an invitation, where the mail did not arrive or none can be sent."""
    invitation = _find_invitation(request, seat=seat)
    with transaction.atomic():
        seat.note("invitation link made", subject=invitation.email)
        link = _make_link(invitation, seat=seat)
    return _show(request, seat=seat, form=InviteForm(), invited=Invited(invitation, link))


@require_POST
@in_workspace(Role.OWNER)
def revoke(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Its links lead nowhere any more."""
    invitation = _find_invitation(request, seat=seat)
    with transaction.atomic():
        if revoke_invitation(invitation, now=seat.now):
            seat.note("invitation revoked", subject=invitation.email)
    messages.success(request, f"The invitation of {invitation.email} is taken back.")
    return redirect("studio_people", workspace=seat.workspace.slug)


@require_POST
@in_workspace(Role.OWNER)
def change(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Another role, or none."""
    number = read_number(request.POST.get("organizer", ""))
    memberships = Membership.objects.filter(workspace=seat.workspace).select_related("organizer")
    found = memberships.filter(organizer=number).first()
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


def _find_invitation(request: HttpRequest, *, seat: Seat) -> Invitation:
    number = request.POST.get("invitation", "")
    standing = invitations_of(seat.workspace, now=seat.now)
    found = next((one for one in standing if str(one.pk) == number), None)
    if found is None:
        raise Http404("no such invitation")
    return found


def _make_link(invitation: Invitation, *, seat: Seat) -> str:
    key = make_invitation_key(invitation, now=seat.now)
    return settings.BASE_URL + reverse("studio_join", kwargs={"key": key})


def _show(
    request: HttpRequest,
    *,
    seat: Seat,
    form: InviteForm,
    invited: Invited | None = None,
    status: int = 200,
) -> HttpResponse:
    rows = Membership.objects.filter(workspace=seat.workspace).select_related("organizer")
    context = {
        "people": rows.order_by("organizer__email"),
        "invitations": invitations_of(seat.workspace, now=seat.now),
        "mail_is_set": settings.MAIL_IS_SET,
        "roles": Role.choices,
        "form": form,
        "invited": invited,
        **seat_context(seat),
    }
    return render(request, "studio/people.html", context, status=status)
