"""`countin worker`."""

import click

from countin.config import serving
from countin.config.children import PATIENCE, Pulse
from countin.config.worker import WorkerAlreadyRuns


@click.command("worker")
@click.option("--pulse", type=int, hidden=True, help="A pipe of `countin serve`.")
@click.option("--patience", type=float, default=PATIENCE, hidden=True, help="With itself.")
@click.option("--with-shards", type=float, default=PATIENCE, hidden=True, help="Likewise.")
def worker(pulse: int | None, *, patience: float, with_shards: float) -> None:
    """Run the worker alone: it looks for releases, keeps promises and sends reminders."""
    try:
        serving.run_worker(Pulse(pulse), patience=patience, with_shards=with_shards)
    except WorkerAlreadyRuns as error:
        raise click.ClickException(str(error)) from None


COMMANDS = (worker,)
