"""Letting organizers in: accounts, roles, and links that work once."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from countin.workspaces.models import EntryLink, Membership, Organizer, Role, Workspace

ENTRY_LINK_FOR: Final = timedelta(hours=72)


class LastOwner(Exception):
    """A workspace keeps an owner."""


def add_organizer(email: str, *, now: datetime) -> tuple[Organizer, bool]:
    """The account of this address, made where there is none; whether it is new."""
    organizer, is_new = Organizer.objects.get_or_create(
        email=email.strip().lower(), defaults={"created_at": now, "password": _no_password()}
    )
    return organizer, is_new


def give_role(
    organizer: Organizer, *, workspace: Workspace, role: Role, now: datetime
) -> Membership:
    """This role there, instead of any other. Raises LastOwner."""
    with transaction.atomic():
        _keep_an_owner(organizer, workspace=workspace, role=role)
        membership, _is_new = Membership.objects.update_or_create(
            workspace=workspace,
            organizer=organizer,
            defaults={"role": role},
            create_defaults={"role": role, "joined_at": now},
        )
    return membership


def end_membership(organizer: Organizer, *, workspace: Workspace) -> bool:
    """They don't belong there any more. Raises LastOwner."""
    with transaction.atomic():
        _keep_an_owner(organizer, workspace=workspace, role=None)
        standing = Membership.objects.filter(workspace=workspace, organizer=organizer)
        return standing.delete()[0] > 0


def make_entry_link(organizer: Organizer, *, now: datetime) -> str:
    """A key that signs in once, within 72 hours. Links made before it stop working."""
    key = secrets.token_urlsafe(24)
    EntryLink.objects.filter(organizer=organizer, used_at__isnull=True).delete()
    EntryLink.objects.create(
        organizer=organizer,
        key_hash=_hash(key),
        made_at=now,
        expires_at=now + ENTRY_LINK_FOR,
    )
    return key


def look_at_entry_link(key: str, *, now: datetime) -> Organizer | None:
    """Whom it would let in; None for one that is unknown, used or too old."""
    link = _open_links(key, now=now).select_related("organizer").first()
    return link.organizer if link and link.organizer.is_active else None


def take_entry_link(key: str, *, now: datetime) -> Organizer | None:
    """The same, and it is used up. Of two who come at once, one is let in."""
    organizer = look_at_entry_link(key, now=now)
    if organizer is None or not _open_links(key, now=now).update(used_at=now):
        return None
    return organizer


def _open_links(key: str, *, now: datetime) -> QuerySet[EntryLink]:
    return EntryLink.objects.filter(key_hash=_hash(key), used_at__isnull=True, expires_at__gt=now)


def _keep_an_owner(organizer: Organizer, *, workspace: Workspace, role: Role | None) -> None:
    owners = Membership.objects.select_for_update().filter(workspace=workspace, role=Role.OWNER)
    ids = set(owners.values_list("organizer_id", flat=True))
    if ids == {organizer.pk} and role != Role.OWNER:
        raise LastOwner("A workspace keeps an owner: make somebody else one first.")


def _hash(key: str) -> str:
    # Of 192 random bits: nothing to guess, so no salt and no slow hash.
    return hashlib.sha256(key.encode()).hexdigest()


def _no_password() -> str:
    # As Django spells it: a password that nothing matches.
    return f"!{secrets.token_urlsafe(30)}"
