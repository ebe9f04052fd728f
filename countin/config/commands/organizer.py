"""`countin organizer add`."""

import json

import click
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from countin import clock
from countin.workspaces.auditing import COMMAND_LINE, write_audit
from countin.workspaces.defaults import default_workspace
from countin.workspaces.models import Organizer, Role, Workspace
from countin.workspaces.organizers import LastOwner, add_organizer, give_role, make_entry_link

_USED_ONCE = "It signs in once, within 72 hours. Then choose a passkey or a password there."


@click.command("add")
@click.argument("email")
@click.option(
    "--role",
    type=click.Choice(Role.values),
    default=Role.OWNER.value,
    show_default=True,
    help="analyst reads counts, manager makes campaigns, owner says who belongs here.",
)
@click.option("--workspace", "slug", default="", help="By its slug. [default: the first one]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(email: str, role: str, slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Give EMAIL an account in the studio, and print a link that signs in once.

    For an address that has an account already: its role is set, and a new link is printed, as
    for somebody who lost password and passkey.
    """
    try:
        validate_email(email)
    except ValidationError:
        raise click.ClickException(f"{email!r} is no e-mail address. Check it.") from None
    try:
        organizer, key = _add(email, role=Role(role), slug=slug)
    except LastOwner as last:
        raise click.ClickException(str(last)) from None
    address = f"{settings.BASE_URL}/studio/in/{key}"
    if as_json:
        click.echo(json.dumps({"email": organizer.email, "role": role, "url": address}, indent=2))
    else:
        click.echo(f"{address}\n{_USED_ONCE}")


COMMANDS = (add,)


def _add(email: str, *, role: Role, slug: str) -> tuple[Organizer, str]:
    now = clock.now()
    workspace = _find(slug) if slug else default_workspace(now=now)
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
    return organizer, key


def _find(slug: str) -> Workspace:
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Workspace.objects.order_by("pk").values_list("slug", flat=True)[:20])
        raise click.ClickException(f"There is no workspace {slug!r}. There are: {known or 'none'}.")
    return found
