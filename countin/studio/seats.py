"""Who sits here: the signed-in organizer, in one workspace, with a role. Every address of the
studio names the least role that it asks for; a test walks all of them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Final

from allauth.account.adapter import get_adapter
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from countin import clock
from countin.campaigns.models import Campaign
from countin.studio.refusing import find_nothing, refuse_role, refuse_text
from countin.workspaces.auditing import write_audit
from countin.workspaces.models import Membership, Organizer, Role, Workspace

# Set on every view: the least role; None where being signed in is enough; absent for outsiders.
LEAST_ROLE: Final = "least_role"
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Seat:
    """An organizer in a workspace."""

    organizer: Organizer
    workspace: Workspace
    role: Role
    from_address: str
    now: datetime
    others: tuple[Workspace, ...] = ()  # further workspaces of theirs, to switch to

    @property
    def can_manage(self) -> bool:
        """May make campaigns and see fans."""
        return self.role.allows(Role.MANAGER)

    @property
    def is_owner(self) -> bool:
        """May say who belongs here."""
        return self.role == Role.OWNER

    @property
    def places(self) -> list[tuple[str, str]]:
        """Address and name of what stands at the top of every page."""
        return places_in(self.workspace, role=self.role)

    def note(self, what: str, *, subject: str = "", detail: str = "") -> None:
        """Into the audit log, in the transaction that is open."""
        write_audit(
            self.workspace,
            who=self.organizer.email,
            what=what,
            subject=subject,
            detail=detail,
            from_address=self.from_address,
            now=self.now,
        )


def places_in(workspace: Workspace, *, role: Role) -> list[tuple[str, str]]:
    """Address and name of each place in a workspace that this role may enter."""
    names = {"studio_workspace": "Campaigns", "studio_artists": "Artists"}
    if role == Role.OWNER:
        names |= {"studio_people": "People", "studio_programs": "Programs", "studio_log": "Log"}
    return [(reverse(view, args=[workspace.slug]), name) for view, name in names.items()]


def signed_in(view: View) -> View:
    """For whoever has an account."""

    @wraps(view)
    def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, **parts)

    setattr(guarded, LEAST_ROLE, None)
    return guarded


def in_workspace(least: Role) -> Callable[[View], View]:
    """For members of the workspace that the address names, with at least this role. The view is
    given `seat`. A workspace of others looks like none: 404."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *, workspace: str, **parts: Any) -> HttpResponse:
            memberships = memberships_of(request)
            found = [one for one in memberships if one.workspace.slug == workspace]
            others = [one.workspace for one in memberships if one not in found]
            return _let_in(request, found=found, others=others, least=least, view=view, parts=parts)

        return _marked(signed_in(guarded), least=least)

    return decorate


def in_campaign(least: Role) -> Callable[[View], View]:
    """The same for the workspace of the campaign that the address names; the view is given
    `seat` and `campaign`."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *, slug: str, **parts: Any) -> HttpResponse:
            campaign = Campaign.objects.with_release().filter(slug=slug).first()
            number = campaign.workspace_id if campaign else None
            memberships = memberships_of(request)
            found = [one for one in memberships if one.workspace_id == number]
            others = [one.workspace for one in memberships if one not in found]
            given = {**parts, "campaign": campaign}
            return _let_in(request, found=found, others=others, least=least, view=view, parts=given)

        return _marked(signed_in(guarded), least=least)

    return decorate


def memberships_of(request: HttpRequest) -> list[Membership]:
    """Where this organizer belongs, in the order of joining."""
    rows = Membership.objects.filter(organizer=request.user.pk).select_related("workspace")
    return list(rows.order_by("joined_at", "pk"))


def _let_in(
    request: HttpRequest,
    *,
    found: list[Membership],
    others: list[Workspace],
    least: Role,
    view: View,
    parts: dict[str, Any],
) -> HttpResponse:
    if not found:
        return find_nothing(request)
    role = Role(found[0].role)
    if not role.allows(least):
        return refuse_role(request, role=role, least=least)
    if _holds_nul(request):
        return refuse_text(request)
    assert isinstance(request.user, Organizer)
    seat = Seat(
        organizer=request.user,
        workspace=found[0].workspace,
        role=role,
        from_address=get_adapter().get_client_ip(request),
        now=clock.now(),
        others=tuple(others),
    )
    return view(request, seat=seat, **parts)


def _holds_nul(request: HttpRequest) -> bool:
    """PostgreSQL does not store it, and no keyboard types it."""
    return any("\0" in value for _name, values in request.POST.lists() for value in values)


def _marked(view: View, *, least: Role) -> View:
    setattr(view, LEAST_ROLE, least)
    return view
