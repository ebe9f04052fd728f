"""`countin worker`."""

import click

from countin.config import serving
from countin.config.children import Pulse
from countin.config.worker import WorkerAlreadyRuns


@click.command("worker")
@click.option("--pulse", type=int, hidden=True, help="A pipe of `countin serve`.")
def worker(pulse: int | None) -> None:
    """Run the worker alone: it looks for releases, keeps promises and sends reminders."""
    try:
        serving.run_worker(Pulse(pulse))
    except WorkerAlreadyRuns as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (worker,)
