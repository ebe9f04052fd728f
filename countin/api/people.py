"""Who belongs to the workspace, and who is invited. What owners do: its scope is theirs."""

from typing import Annotated, Any, Literal

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from ninja.decorators import decorate_view

from countin import clock
from countin.api.answers import once, once_secretly
from countin.api.finding import token_of, workspace_of
from countin.api.noting import note
from countin.api.problems import Problem
from countin.api.responses import answers
from countin.api.shapes import Moment
from countin.api.tokens import OWNER, READ
from countin.api.wishes import Number, Wish, plain, read_email
from countin.messaging.inviting import plan_invitation_mail
from countin.workspaces.inviting import (
    BelongsAlready,
    invitations_of,
    invite,
    make_invitation_key,
    revoke_invitation,
)
from countin.workspaces.making import LONGEST_NAME, rename_workspace
from countin.workspaces.models import Invitation, Membership, Role, Workspace
from countin.workspaces.organizers import LastOwner, end_membership, give_role

people = Router(tags=["people"])
invitations = Router(tags=["people"])
workspace = Router(tags=["people"])
RoleName = Literal[*Role.values]  # type: ignore[valid-type]  # one list of roles for all


class PersonShape(Schema):
    """Somebody who belongs here; `person` is their number."""

    person: int
    email: str
    role: RoleName
    joined_at: Moment


class PersonList(Schema):
    items: list[PersonShape]


class InvitationShape(Schema):
    """Somebody who was asked. `link` stands in the answer that made it, and nowhere else; empty:
    it is mailed."""

    invitation: int
    email: str
    role: RoleName
    invited_by: str
    expires_at: Moment
    link: str = ""


class InvitationList(Schema):
    items: list[InvitationShape]


class WorkspaceShape(Schema):
    name: str
    slug: str


class RoleWish(Wish):
    role: RoleName


class InviteWish(Wish):
    """Whom, and as what."""

    email: Annotated[str, plain(longest=254, least=3)]
    role: RoleName


class NameWish(Wish):
    name: Annotated[str, plain(longest=LONGEST_NAME, least=1)]


@workspace.get("", auth=READ, response=answers(WorkspaceShape), summary="The workspace")
def show_workspace(request: HttpRequest) -> WorkspaceShape:
    """Whose ground this token stands on."""
    own = workspace_of(request)
    return WorkspaceShape(name=own.name, slug=own.slug)


@workspace.put(
    "", auth=OWNER, response=answers(WorkspaceShape, 409, 422), summary="Name the workspace"
)
@decorate_view(once)
def rename(request: HttpRequest, wish: NameWish) -> WorkspaceShape:
    """Its addresses stay as they are."""
    own, name = workspace_of(request), " ".join(wish.name.split())
    if not name:
        raise Problem(422, "Give a name with a letter in it.")
    with transaction.atomic():
        if rename_workspace(own, name=name):
            note(request, "workspace renamed", detail=name)
    return WorkspaceShape(name=name, slug=own.slug)


@people.get("", auth=OWNER, response=answers(PersonList), summary="People")
def list_people(request: HttpRequest) -> PersonList:
    """Everybody who belongs here, by address."""
    rows = _members(workspace_of(request)).order_by("organizer__email")
    return PersonList(items=[PersonShape(**_person(row)) for row in rows])


@people.put(
    "/{person}", auth=OWNER, response=answers(PersonShape, 404, 409, 422), summary="Another role"
)
@decorate_view(once)
def change_role(request: HttpRequest, person: Number, wish: RoleWish) -> PersonShape:
    """From now on."""
    own = workspace_of(request)
    found = get_object_or_404(_members(own), organizer=person)
    try:
        with transaction.atomic():
            give_role(found.organizer, workspace=own, role=Role(wish.role), now=clock.now())
            note(request, "role changed", subject=found.organizer.email, detail=wish.role)
    except LastOwner as last:
        raise Problem(409, str(last)) from None
    found.role = wish.role
    return PersonShape(**_person(found))


@people.delete(
    "/{person}", auth=OWNER, response=answers(None, 404, 409, 422, status=204), summary="Remove"
)
def remove(request: HttpRequest, person: Number) -> Status[None]:
    """They don't belong here any more."""
    own = workspace_of(request)
    found = get_object_or_404(_members(own), organizer=person)
    try:
        with transaction.atomic():
            end_membership(found.organizer, workspace=own)
            note(request, "person removed", subject=found.organizer.email)
    except LastOwner as last:
        raise Problem(409, str(last)) from None
    return Status(204, None)


@invitations.get("", auth=OWNER, response=answers(InvitationList), summary="Invitations")
def list_invitations(request: HttpRequest) -> InvitationList:
    """Those that may be accepted still, the newest first; without their links."""
    found = invitations_of(workspace_of(request), now=clock.now())
    return InvitationList(items=[InvitationShape(**_invited(one)) for one in found])


@invitations.post(
    "", auth=OWNER, response=answers(InvitationShape, 409, 422, status=201), summary="Invite"
)
@decorate_view(once_secretly("link"))
def add(request: HttpRequest, wish: InviteWish) -> Status[InvitationShape]:
    """By mail; where none can be sent, by the link in the answer. Nobody belongs here before they
    accept."""
    own, now, by = workspace_of(request), clock.now(), token_of(request).name
    email = read_email(wish.email)
    try:
        with transaction.atomic():
            made = invite(own, email=email, role=Role(wish.role), invited_by=by, now=now)
            note(request, "person invited", subject=made.email, detail=wish.role)
            if settings.MAIL_IS_SET:
                plan_invitation_mail(made, now=now)
            link = "" if settings.MAIL_IS_SET else _link(made)
    except BelongsAlready as already:
        raise Problem(409, str(already)) from None
    return Status(201, InvitationShape(**_invited(made), link=link))


@invitations.post(
    "/{invitation}/links",
    auth=OWNER,
    response=answers(InvitationShape, 404, 409, 422, status=201),
    summary="A link to hand over",
)
@decorate_view(once_secretly("link"))
def make_link(request: HttpRequest, invitation: Number) -> Status[InvitationShape]:
    """One more, where the mail did not arrive."""
    found = _find(request, number=invitation)
    with transaction.atomic():
        note(request, "invitation link made", subject=found.email)
        link = _link(found)
    return Status(201, InvitationShape(**_invited(found), link=link))


@invitations.delete(
    "/{invitation}", auth=OWNER, response=answers(None, 404, 422, status=204), summary="Take back"
)
def revoke(request: HttpRequest, invitation: Number) -> Status[None]:
    """Its links lead nowhere any more."""
    found = _find(request, number=invitation)
    with transaction.atomic():
        if revoke_invitation(found, now=clock.now()):
            note(request, "invitation revoked", subject=found.email)
    return Status(204, None)


def _members(own: Workspace) -> Any:
    return Membership.objects.filter(workspace=own).select_related("organizer")


def _find(request: HttpRequest, *, number: int) -> Invitation:
    rows = Invitation.objects.standing(clock.now()).filter(workspace=workspace_of(request))
    return get_object_or_404(rows, pk=number)


def _link(invitation: Invitation) -> str:
    key = make_invitation_key(invitation, now=clock.now())
    return f"{settings.BASE_URL}/studio/join/{key}"


def _person(row: Membership) -> dict[str, Any]:
    return {
        "person": row.organizer_id,
        "email": row.organizer.email,
        "role": row.role,
        "joined_at": row.joined_at.isoformat(),
    }


def _invited(row: Invitation) -> dict[str, Any]:
    return {
        "invitation": row.pk,
        "email": row.email,
        "role": row.role,
        "invited_by": row.invited_by,
        "expires_at": row.expires_at.isoformat(),
    }
