"""`countin announce mailbox`: whether anything may go to a mailbox."""

import click

from countin import clock
from countin.fans.addresses import is_address
from countin.messaging.mailboxes import is_struck_off, lift, strike_off


@click.command("mailbox")
@click.argument("address")
@click.option("--strike-off", "is_struck", is_flag=True, help="Nothing goes there any more.")
@click.option("--lift", "is_lifted", is_flag=True, help="Mail may go there again.")
def mailbox(address: str, *, is_struck: bool, is_lifted: bool) -> None:
    """How a mailbox stands: mails came back, its owner complained, or you struck it off.

    Striking off ends its lists and reminders and deletes the address; lifting brings nobody back on
    a list: only they themselves can join.
    """
    if not is_address(address):
        raise click.UsageError(f"{address!r} is no e-mail address.")
    if is_struck and is_lifted:
        raise click.UsageError("Choose --strike-off or --lift.")
    if is_struck:
        strike_off(address, now=clock.now())
    if is_lifted and not lift(address):
        raise click.ClickException("It was not struck off: nothing was changed.")
    if is_struck_off(address):
        click.echo("Struck off: nothing goes there. To change that: --lift")
    else:
        click.echo("Not struck off. Mail goes there where its owner asked for it.")


COMMANDS: tuple[click.Command, ...] = (mailbox,)
