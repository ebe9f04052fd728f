"""`countin worker`."""

import click

from countin.config import serving
from countin.config.worker import WorkerAlreadyRuns


@click.command("worker")
def worker() -> None:
    """Run the worker alone: it looks for releases, keeps promises and sends reminders."""
    try:
        serving.run_worker()
    except WorkerAlreadyRuns as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (worker,)
