"""`countin manage`."""

import click
from django.core.management import execute_from_command_line


@click.command("manage", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, such as `makemigrations`."""
    execute_from_command_line(["countin manage", *arguments])


COMMANDS = (manage,)
