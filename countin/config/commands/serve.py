"""`countin serve`."""

import os
import socket
import sys
import time
from contextlib import suppress

import click

from countin import clock
from countin.config import serving, tables
from countin.config.welcoming import welcome

_ATTEMPTS, _BETWEEN = 10, 0.3  # seconds


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Bring the database up to date, then run pages and worker until stopped."""
    _wait_until_free(host, port=port)
    if not tables.are_made():
        click.echo("The database is made or brought up to date; it takes some seconds.", err=True)
    tables.make_tables()

    def tell() -> None:
        for line in welcome(port=port, is_seen=sys.stderr.isatty(), now=clock.now()):
            click.echo(line, err=True)

    sys.exit(serving.serve(host=host, port=port, once_up=tell))


def _wait_until_free(host: str, *, port: int) -> None:
    """Two that share a port would answer each other's visitors. One that was killed just now gets
    its moment to let go."""
    for _attempt in range(_ATTEMPTS - 1):
        with suppress(OSError):
            return _try(host, port=port)
        time.sleep(_BETWEEN)
    try:
        _try(host, port=port)
    except OSError as error:
        why = os.strerror(error.errno).lower() if error.errno else str(error)
        raise click.ClickException(
            f"Port {port} of {host} can't be had ({why}). Choose another with --port."
        ) from None


def _try(host: str, *, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    socket.create_server((host, port), family=family).close()


COMMANDS = (serve,)
