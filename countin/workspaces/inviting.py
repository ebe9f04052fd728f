"""Inviting somebody into a workspace, and what comes of it."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from countin.workspaces.models import (
    Invitation,
    InvitationKey,
    InvitationQuerySet,
    Membership,
    Organizer,
    Role,
    Workspace,
)
from countin.workspaces.organizers import give_role

INVITATION_FOR: Final = timedelta(days=7)
# Then it is known no more who was asked and did not come.
_KEPT_FOR: Final = timedelta(days=30)


class BelongsAlready(Exception):
    """Their role is changed, not offered."""


def invite(
    workspace: Workspace, *, email: str, role: Role, invited_by: str, now: datetime
) -> Invitation:
    """An invitation for a week, instead of any that stands for this address here. Raises
    BelongsAlready."""
    address = email.strip().lower()
    if Membership.objects.filter(workspace=workspace, organizer__email=address).exists():
        raise BelongsAlready(f"{address} belongs here already: change the role in the list.")
    with transaction.atomic():
        standing = Invitation.objects.standing(now).filter(workspace=workspace, email=address)
        standing.update(revoked_at=now)
        return Invitation.objects.create(
            workspace=workspace,
            email=address,
            role=role,
            invited_by=invited_by,
            made_at=now,
            expires_at=now + INVITATION_FOR,
        )


def make_invitation_key(invitation: Invitation, *, now: datetime) -> str:
    """A key for one more link. It ends with its invitation."""
    key = secrets.token_urlsafe(24)
    InvitationKey.objects.create(invitation=invitation, key_hash=_hash(key), made_at=now)
    return key


def look_at_invitation(key: str, *, now: datetime) -> Invitation | None:
    """What a link is about; None for one that is unknown, used, taken back or too old."""
    known = InvitationKey.objects.filter(key_hash=_hash(key)).values("invitation")
    return _standing(now).filter(pk__in=known).first()


def invitations_of(workspace: Workspace, *, now: datetime) -> list[Invitation]:
    """Those that may be accepted still, the newest first."""
    return list(_standing(now).filter(workspace=workspace).order_by("-pk"))


def invitations_for(email: str, *, now: datetime) -> list[Invitation]:
    """The same for an address, in whatever workspace."""
    return list(_standing(now).filter(email=email.strip().lower()).order_by("pk"))


def accept_invitation(
    invitation: Invitation, *, organizer: Organizer, now: datetime
) -> Membership | None:
    """They belong to it from now on; who belongs to it already keeps their role. None where
    somebody else was quicker, or it was taken back. Raises ValueError for an organizer of another
    address."""
    if organizer.email != invitation.email:
        raise ValueError("an invitation is for one address")
    with transaction.atomic():
        taken = Invitation.objects.standing(now).filter(pk=invitation.pk).update(accepted_at=now)
        if not taken:
            return None
        place = invitation.workspace
        standing = Membership.objects.filter(workspace=place, organizer=organizer).first()
        if standing is not None:
            return standing
        role = Role(invitation.role)
        return give_role(organizer, workspace=invitation.workspace, role=role, now=now)


def revoke_invitation(invitation: Invitation, *, now: datetime) -> bool:
    """Its links lead nowhere any more. False where it was over already."""
    standing = Invitation.objects.standing(now).filter(pk=invitation.pk)
    return standing.update(revoked_at=now) == 1


def forget_invitations(*, now: datetime) -> int:
    """Delete those that ended 30 days ago, however they ended."""
    return Invitation.objects.filter(expires_at__lt=now - _KEPT_FOR).delete()[0]


def _standing(now: datetime) -> InvitationQuerySet:
    return Invitation.objects.standing(now).select_related("workspace")


def _hash(key: str) -> str:
    # Of 192 random bits: nothing to guess, so no salt and no slow hash.
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
