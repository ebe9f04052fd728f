"""`countin serve`."""

import sys

import click

from countin.config import serving, tables


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def serve(host: str, port: int) -> None:
    """Bring the database up to date, then run pages and worker until stopped."""
    tables.make_tables()
    sys.exit(serving.serve(host=host, port=port))


COMMANDS = (serve,)
