"""`/studio/in/KEY`: the link that signs in once. Opening it changes nothing; pressing does."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from countin import clock
from countin.workspaces.auditing import write_audit
from countin.workspaces.models import Membership, Organizer
from countin.workspaces.organizers import look_at_entry_link, take_entry_link

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest, *, key: str) -> HttpResponse:
    """Whom the link is for, and a button. Programs that look at mails open links: a GET uses
    nothing up."""
    now = clock.now()
    if request.method != "POST":
        organizer = look_at_entry_link(key, now=now)
        status = 200 if organizer else 410
        context = {"organizer": organizer}
        return render(request, "studio/enter.html", context, status=status)
    organizer = take_entry_link(key, now=now)
    if organizer is None:
        return render(request, "studio/enter.html", {"organizer": None}, status=410)
    sign_in(request, organizer=organizer)
    return redirect("studio_home")


@require_safe
def show_ways_back(request: HttpRequest) -> HttpResponse:
    """For whoever has lost password and passkey, or would like an account."""
    return render(request, "studio/ways_back.html")


def address_of(request: HttpRequest) -> str:
    """Where they are, as far as our own proxies vouch for it."""
    return str(get_adapter().get_client_ip(request))


def sign_in(request: HttpRequest, *, organizer: Organizer) -> None:
    """By a link that is used up with it."""
    login(request, organizer, backend=_BACKEND)
    # Else the list of sessions would not have it, and nobody could end it from elsewhere.
    UserSession.objects.create_from_request(request)
    record_authentication(request, organizer, method="link")
    note_sign_in(request, organizer=organizer, how="by link")


def note_sign_in(request: HttpRequest, *, organizer: Organizer, how: str) -> None:
    """Into the log of every workspace that they belong to."""
    note_everywhere(request, organizer=organizer, what="signed in", detail=how)


def note_everywhere(
    request: HttpRequest, *, organizer: Organizer, what: str, detail: str = ""
) -> None:
    """What concerns the account, and with it every workspace that they belong to."""
    address = address_of(request)
    for membership in Membership.objects.filter(organizer=organizer).select_related("workspace"):
        write_audit(
            membership.workspace,
            who=organizer.email,
            what=what,
            detail=detail,
            from_address=address,
            now=clock.now(),
        )
