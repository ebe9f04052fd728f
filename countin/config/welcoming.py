"""What `countin serve` says when it starts: where to look, and how one gets in the first time."""

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import Exists, OuterRef

from countin.workspaces.auditing import COMMAND_LINE, write_audit
from countin.workspaces.defaults import default_workspace
from countin.workspaces.models import EntryLink, Organizer, Role, Workspace
from countin.workspaces.organizers import add_organizer, give_role, make_entry_link

_HOW = (
    "Nobody has signed in yet. In another terminal, countin organizer add EMAIL prints a link that "
    "lets you in."
)


def welcome(*, port: int, is_seen: bool, now: datetime) -> Iterator[str]:
    """The lines. `is_seen`: a person reads them now; a link that signs in goes into no log."""
    yield f"Count-In runs. The studio: {settings.BASE_URL}/studio/   Ctrl-C ends it."
    own_port = urlsplit(settings.BASE_URL).port
    if settings.IS_LOOPBACK and own_port != port:
        yield (
            f"It listens on port {port}, and its links say {settings.BASE_URL}. Set "
            f"COUNTIN_BASE_URL to http://127.0.0.1:{port} and start it again."
        )
    elif _nobody_came():
        yield from _first_way_in(now) if is_seen and _first_email() else (_HOW,)


def let_in(
    email: str, *, role: Role, workspace: Workspace | None, now: datetime
) -> tuple[Organizer, str]:
    """An account with this role, in the first workspace where none is given; and the address that
    signs in once."""
    workspace = workspace or default_workspace(now=now)
    with transaction.atomic():
        organizer, _is_new = add_organizer(email, now=now)
        give_role(organizer, workspace=workspace, role=role, now=now)
        key = make_entry_link(organizer, now=now)
        write_audit(
            workspace,
            who=COMMAND_LINE,
            what="organizer added",
            subject=organizer.email,
            detail=role,
            now=now,
        )
    return organizer, f"{settings.BASE_URL}/studio/in/{key}"


def _first_way_in(now: datetime) -> Iterator[str]:
    organizer, address = let_in(_first_email(), role=Role.OWNER, workspace=None, now=now)
    yield f"Sign in as {organizer.email}, by a link that works once, within 72 hours:"
    yield f"  {address}"


def _nobody_came() -> bool:
    """No account, or none but those whose link was not used yet."""
    unused = EntryLink.objects.filter(organizer=OuterRef("pk"), used_at__isnull=True)
    return not Organizer.objects.filter(~Exists(unused)).exists()


def _first_email() -> str:
    """Who answers for the fans' data, where that is an e-mail address."""
    contact: str = settings.CONTROLLER.contact.strip()
    try:
        validate_email(contact)
    except ValidationError:
        return ""
    return contact
