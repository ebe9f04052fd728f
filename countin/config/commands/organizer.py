"""`countin organizer add`."""

import json

import click
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from countin import clock
from countin.config.welcoming import let_in
from countin.workspaces.models import Role, Workspace
from countin.workspaces.organizers import LastOwner

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
        workspace = _find(slug) if slug else None
        organizer, address = let_in(email, role=Role(role), workspace=workspace, now=clock.now())
    except LastOwner as last:
        raise click.ClickException(str(last)) from None
    if as_json:
        click.echo(json.dumps({"email": organizer.email, "role": role, "url": address}, indent=2))
    else:
        click.echo(f"{address}\n{_USED_ONCE}")


COMMANDS = (add,)


def _find(slug: str) -> Workspace:
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Workspace.objects.order_by("pk").values_list("slug", flat=True)[:20])
        raise click.ClickException(f"There is no workspace {slug!r}. There are: {known or 'none'}.")
    return found
