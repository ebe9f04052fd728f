"""`countin workspace add | list | rename`."""

import json

import click
from django.conf import settings
from django.db import transaction
from django.db.models import Count

from countin import clock
from countin.workspaces.auditing import COMMAND_LINE, write_audit
from countin.workspaces.making import LONGEST_NAME, make_workspace, rename_workspace
from countin.workspaces.models import Organizer, Workspace


@click.command("add")
@click.argument("name")
@click.option("--owner", required=True, help="The e-mail address of an account that is there.")
def add(name: str, owner: str) -> None:
    """Make a workspace called NAME: campaigns, fans and people of its own."""
    organizer = Organizer.objects.filter(email__iexact=owner.strip()).first()
    if organizer is None:
        raise click.ClickException(
            f"{owner} has no account. Make one first: countin organizer add {owner}"
        )
    now = clock.now()
    with transaction.atomic():
        made = make_workspace(_read_name(name), owner=organizer, now=now)
        write_audit(
            made,
            who=COMMAND_LINE,
            what="workspace made",
            subject=made.slug,
            detail=f"owner {organizer.email}",
            now=now,
        )
    click.echo(f"{settings.BASE_URL}/studio/w/{made.slug}/")


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_workspaces(as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """List the workspaces, the oldest first."""
    found = Workspace.objects.annotate(people=Count("memberships")).order_by("pk")
    rows = [{"slug": one.slug, "name": one.name, "people": one.people} for one in found]
    if as_json:
        click.echo(json.dumps({"workspaces": rows}, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['slug']}  {row['name']}  {row['people']} people")
    if not rows:
        click.echo("There is none yet: the first campaign or organizer makes one.")


@click.command("rename")
@click.argument("slug")
@click.argument("name")
def rename(slug: str, name: str) -> None:
    """Call the workspace SLUG by NAME. Its addresses stay."""
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise click.ClickException(
            f"There is no workspace {slug!r}. See what there is: countin workspace list"
        )
    with transaction.atomic():
        if rename_workspace(found, name=_read_name(name)):
            write_audit(
                found, who=COMMAND_LINE, what="workspace renamed", detail=name, now=clock.now()
            )
    click.echo(f"{slug} is called {found.name}.")


COMMANDS = (add, list_workspaces, rename)


def _read_name(text: str) -> str:
    name = " ".join(text.split())
    if not 0 < len(name) <= LONGEST_NAME:
        raise click.ClickException(f"Give a name of 1 to {LONGEST_NAME} letters.")
    return name
