"""`countin token add | list | revoke`. Doors: they read the clock, call, and print."""

import json
from datetime import datetime, timedelta
from typing import Any

import click
from django.conf import settings
from django.db import transaction
from rich.console import Console
from rich.table import Table

from countin import clock
from countin.workspaces.auditing import COMMAND_LINE, write_audit
from countin.workspaces.defaults import NoWorkspace, workspace_named
from countin.workspaces.letting_in import Scope, make_token, revoke_token
from countin.workspaces.models import ApiToken

_LONGEST_NAME = 100


@click.command("add")
@click.argument("name")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice([scope.value for scope in Scope]),
    multiple=True,
    default=[Scope.READ.value],
    show_default=True,
    help="read: numbers, nobody's data. write: changing campaigns. fans: fans' data. "
    "owner: people, tokens, domains, the log. Give several by repeating it; none includes "
    "another.",
)
@click.option(
    "--days",
    type=click.IntRange(1, 366),
    default=90,
    show_default=True,
    help="How long it lets in.",
)
@click.option("--workspace", "slug", default="", help="By its slug. [default: the first one]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(name: str, scopes: tuple[str, ...], days: int, slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Make a token for a program, called NAME, and print it: this once, it is stored nowhere."""
    if not 0 < len(name) <= _LONGEST_NAME:
        raise click.ClickException(f"Give a name of 1 to {_LONGEST_NAME} letters.")
    now = clock.now()
    try:
        workspace = workspace_named(slug, now=now)
    except NoWorkspace as nowhere:
        raise click.ClickException(str(nowhere)) from None
    with transaction.atomic():
        token, text = make_token(
            workspace,
            name=name,
            scopes=[Scope(scope) for scope in scopes],
            lasts=timedelta(days=days),
            now=now,
        )
        _note("token made", token=token, now=now)
    if as_json:
        click.echo(json.dumps({**_told(token, now=now), "token": text}, indent=2))
        return
    click.echo(text)
    click.echo(
        "Keep it where the program keeps its secrets: it is not shown again. It goes in the "
        f"header 'Authorization: Bearer …' to {settings.BASE_URL}/api/v1/. End it: countin "
        f"token revoke {token.pk}",
        err=True,
    )


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_tokens(as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """List the tokens, the newest first: never their text, which nobody has."""
    now = clock.now()
    rows = [_told(token, now=now) for token in ApiToken.objects.order_by("-pk")]
    if as_json:
        click.echo(json.dumps({"tokens": rows}, ensure_ascii=False, indent=2))
    elif rows:
        _print_list(rows)
    else:
        click.echo("There is no token yet. Make one: countin token add NAME")


@click.command("revoke")
@click.argument("number", type=int)
def revoke(number: int) -> None:
    """End the token of this NUMBER in `countin token list`, at once."""
    token = ApiToken.objects.filter(pk=number).first()
    if token is None:
        raise click.ClickException(
            f"There is no token {number}. See what there is: countin token list"
        )
    now = clock.now()
    with transaction.atomic():
        done = revoke_token(token, now=now)
        if done:
            _note("token revoked", token=token, now=now)
    click.echo("It lets nobody in any more." if done else "It was revoked already.")


COMMANDS: tuple[click.Command, ...] = (add, list_tokens, revoke)


def _note(what: str, *, token: ApiToken, now: datetime) -> None:
    write_audit(
        token.workspace,
        who=COMMAND_LINE,
        what=what,
        subject=f"token {token.pk}: {token.name}",
        detail=token.scopes,
        now=now,
    )


def _told(token: ApiToken, *, now: datetime) -> dict[str, Any]:
    return {
        "number": token.pk,
        "name": token.name,
        "scopes": token.scopes.split(),
        "state": _state(token, now=now),
        "expires_at": token.expires_at.isoformat(),
        "used_on": token.used_on and token.used_on.isoformat(),
    }


def _state(token: ApiToken, *, now: datetime) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "open" if token.expires_at > now else "expired"


def _print_list(rows: list[dict[str, Any]]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for heading in ("number", "name", "scopes", "state", "until", "last used"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        until, scopes = row["expires_at"][:10], " ".join(row["scopes"])
        table.add_row(
            str(row["number"]), row["name"], scopes, row["state"], until, row["used_on"] or "never"
        )
    Console().print(table)
