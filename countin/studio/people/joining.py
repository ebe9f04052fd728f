"""`/studio/join/KEY`: an invitation. Opening it changes nothing; accepting does."""

from datetime import datetime

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.studio.home import name_of
from countin.studio.people.entering import address_of, sign_in
from countin.workspaces.auditing import write_audit
from countin.workspaces.inviting import accept_invitation, look_at_invitation
from countin.workspaces.models import Invitation, Membership, Organizer
from countin.workspaces.organizers import add_organizer


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, *, key: str) -> HttpResponse:
    """Who has an account signs in to it first: a link alone lets nobody in as somebody who has
    one. Whoever is new has an account from here on."""
    now = clock.now()
    invitation = look_at_invitation(key, now=now)
    if invitation is None:
        return render(request, "studio/join.html", {"invitation": None}, status=410)
    known = Organizer.objects.filter(email=invitation.email).first()
    is_theirs = request.user.is_authenticated and request.user == known
    may_accept = is_theirs or (known is None and not request.user.is_authenticated)
    if request.method != "POST" or not may_accept:
        context = {
            "invitation": invitation,
            "name": name_of(invitation.workspace),
            "may_accept": may_accept,
            "is_other": request.user.is_authenticated and not is_theirs,
            "is_new": known is None,
        }
        status = 200 if request.method != "POST" else 403
        return render(request, "studio/join.html", context, status=status)
    return _accept(request, invitation=invitation, is_new=known is None, now=now)


def _accept(
    request: HttpRequest, *, invitation: Invitation, is_new: bool, now: datetime
) -> HttpResponse:
    with transaction.atomic():
        organizer, _is_new = add_organizer(invitation.email, now=now)
        if accept(request, invitation=invitation, organizer=organizer, now=now) is None:
            transaction.set_rollback(True)
            return render(request, "studio/join.html", {"invitation": None}, status=410)
    if is_new:
        sign_in(request, organizer=organizer)
    return redirect("studio_workspace", workspace=invitation.workspace.slug)


def accept(
    request: HttpRequest, *, invitation: Invitation, organizer: Organizer, now: datetime
) -> Membership | None:
    """Into the workspace and its log. None: it is over. Call inside a transaction."""
    membership = accept_invitation(invitation, organizer=organizer, now=now)
    if membership is not None:
        write_audit(
            invitation.workspace,
            who=organizer.email,
            what="invitation accepted",
            subject=organizer.email,
            detail=f"{invitation.role}, invited by {invitation.invited_by}",
            from_address=address_of(request),
            now=now,
        )
    return membership
