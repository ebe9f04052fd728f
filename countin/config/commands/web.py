"""`countin web`."""

import click

from countin.config import serving


@click.command("web")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, help="Port to listen on.")
def web(host: str, port: int) -> None:
    """Run the pages alone. The worker has to run beside them."""
    serving.run_web(host=host, port=port)


COMMANDS = (web,)
