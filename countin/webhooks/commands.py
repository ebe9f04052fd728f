"""`countin webhook add | list | test | deliveries | replay | remove`. Doors: they read the clock,
call, and print."""

import json
from typing import Any

import click
from django.conf import settings
from rich.console import Console
from rich.table import Table

from countin import clock
from countin.fans.retired_keys import KeyIsClosed
from countin.webhooks.endpoints import (
    WANTED,
    BadAddress,
    add_endpoint,
    end_endpoint,
    send_again,
    send_test,
)
from countin.webhooks.models import Delivery, Endpoint, EventKind
from countin.webhooks.telling import delivery_as_json, endpoint_as_json
from countin.workspaces.defaults import default_workspace

_MOST = 50


@click.command("add")
@click.argument("url")
@click.option(
    "--event",
    "kinds",
    type=click.Choice([kind.value for kind in WANTED]),
    multiple=True,
    help="One kind; give several by repeating it. [default: all]",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def add(url: str, kinds: tuple[str, ...], as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Tell URL what happens from now on. Prints the secret that signs, this once."""
    now = clock.now()
    try:
        endpoint, secret = add_endpoint(
            default_workspace(now=now),
            url=url,
            kinds=[EventKind(kind) for kind in kinds] or WANTED,
            sealer=settings.SEALER,
            lets_loopback=settings.IS_LOOPBACK,
            now=now,
        )
    except (BadAddress, KeyIsClosed) as bad:
        raise click.ClickException(str(bad)) from None
    if as_json:
        click.echo(json.dumps({**endpoint_as_json(endpoint), "secret": secret}, indent=2))
        return
    click.echo(secret)
    click.echo(
        "Give it to the program that checks the signatures: it is not shown again. Try it: "
        f"countin webhook test {endpoint.pk}",
        err=True,
    )


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_endpoints(as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """List who is told what, the newest first."""
    rows = [endpoint_as_json(endpoint) for endpoint in Endpoint.objects.order_by("-pk")]
    if as_json:
        click.echo(json.dumps({"webhooks": rows}, ensure_ascii=False, indent=2))
    elif rows:
        _print(rows, columns=("number", "url", "state", "because"))
    else:
        click.echo("Nobody is told anything. Add one: countin webhook add URL")


@click.command("test")
@click.argument("number", type=int)
def test(number: int) -> None:
    """Send an event about nothing to the webhook of this NUMBER."""
    endpoint = _find(number)
    if endpoint.ended_at is not None:
        raise click.ClickException(
            f"It has ended ({endpoint.ended_because}). Add it anew: countin webhook add URL"
        )
    send_test(endpoint, now=clock.now())
    click.echo(f"It is on its way. See what came of it: countin webhook deliveries {number}")


@click.command("deliveries")
@click.argument("number", type=int)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_deliveries(number: int, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """The last deliveries of the webhook of this NUMBER, the newest first."""
    found = Delivery.objects.filter(endpoint=_find(number)).select_related("event")
    rows = [delivery_as_json(delivery) for delivery in found.order_by("-pk")[:_MOST]]
    if as_json:
        click.echo(json.dumps({"deliveries": rows}, ensure_ascii=False, indent=2))
    elif rows:
        _print(rows, columns=("number", "type", "made_at", "state", "attempts", "because"))
    else:
        click.echo(f"Nothing was sent to it yet. Try it: countin webhook test {number}")


@click.command("replay")
@click.argument("delivery", type=int)
def replay(delivery: int) -> None:
    """Send the DELIVERY of this number again, under the same message id."""
    found = Delivery.objects.filter(pk=delivery).first()
    if found is None:
        raise click.ClickException(
            f"There is no delivery {delivery}. See what there is: countin webhook deliveries NUMBER"
        )
    if not send_again(found, now=clock.now()):
        raise click.ClickException("Its webhook has ended. Add it anew: countin webhook add URL")
    click.echo("It is on its way again.")


@click.command("remove")
@click.argument("number", type=int)
def remove(number: int) -> None:
    """End the webhook of this NUMBER: its secret is shredded, its log stays for 30 days."""
    done = end_endpoint(_find(number), because="removed", now=clock.now())
    click.echo("It is told nothing more." if done else "It had ended already.")


COMMANDS: tuple[click.Command, ...] = (
    *(add, list_endpoints, test),
    *(list_deliveries, replay, remove),
)


def _find(number: int) -> Endpoint:
    endpoint = Endpoint.objects.filter(pk=number).first()
    if endpoint is None:
        raise click.ClickException(
            f"There is no webhook {number}. See what there is: countin webhook list"
        )
    return endpoint


def _print(rows: list[dict[str, Any]], *, columns: tuple[str, ...]) -> None:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(str(row[column]) for column in columns))
    Console().print(table)
