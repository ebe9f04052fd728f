"""Where an organizer arrives: the choice between workspaces, what the numbers mean, the account."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from countin.insights.numbers import SHOWN
from countin.providers.contract import Mode
from countin.studio.seats import Seat, memberships_of, signed_in
from countin.workspaces.controllers import may_publish
from countin.workspaces.making import called
from countin.workspaces.models import Workspace


@require_safe
@signed_in
def show_home(request: HttpRequest) -> HttpResponse:
    """The one workspace, or the choice between several."""
    memberships = memberships_of(request)
    if len(memberships) == 1:
        return redirect("studio_workspace", workspace=memberships[0].workspace.slug)
    rooms = [(name_of(one.workspace), one) for one in memberships]
    return render(request, "studio/workspaces.html", {"rooms": rooms})


@require_safe
@signed_in
def show_numbers(request: HttpRequest) -> HttpResponse:
    """What each number counts, and what it leaves out."""
    return render(request, "studio/numbers.html", {"numbers": SHOWN})


@require_safe
@signed_in
def show_account(request: HttpRequest) -> HttpResponse:
    """How to sign in, and what is signed in now."""
    kinds = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    context = {
        "has_password": _has_password(request),
        "has_passkeys": settings.HAS_PASSKEYS,
        "kinds": kinds,
    }
    return render(request, "studio/account.html", context)


def name_of(workspace: Workspace) -> str:
    """As people know it: the first one bears the controller's name until somebody names it."""
    return called(workspace, otherwise=settings.CONTROLLER.name or "Your campaigns")


def seat_context(seat: Seat) -> dict[str, Any]:
    """What every page inside a workspace shows at its top."""
    others = sorted((name_of(other), other.slug) for other in seat.others)
    return {
        "seat": seat,
        "workspace": seat.workspace,
        "workspace_name": name_of(seat.workspace),
        "others": others,
    }


def needs_way_back(request: HttpRequest) -> bool:
    """Came by a link, and could not come again."""
    if _has_password(request) or SocialAccount.objects.filter(user=request.user).exists():
        return False
    return not Authenticator.objects.filter(user=request.user, type="webauthn").exists()


def _has_password(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.has_usable_password()


def can_save() -> bool:
    """There are keys of a service that saves; without any, every fan is reminded."""
    providers = settings.PROVIDERS.values()
    return any(Mode.DIRECT in (one.public_mode, one.guest_mode) for one in providers)


def may_be_public() -> bool:
    """Somebody answers for the fans' data, or only this machine can look."""
    return may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)
