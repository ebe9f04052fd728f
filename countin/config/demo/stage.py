"""Everything started and waiting: services, mailbox, product, crowd, and the demo's clock."""

import contextlib
import http.client
import json
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from countin.config.demo.examples import Example, Quota, copy_example
from countin.config.demo.leaps import LeapingClock
from countin.config.demo.stand_ins import StandIns
from countin.config.demo.surroundings import (
    CLIENT_ID,
    CLIENT_SECRET,
    KEY_ID,
    TEAM_ID,
    AppleKey,
    bare_environment,
    make_apple_key,
    product_environment,
)
from countin.config.demo.troupe import Child, Talker, Troupe, free_port

RUNWAY = timedelta(days=28)
_STARTS_WITHIN = 60.0  # seconds


class CommandFailed(Exception):
    """One of the product's own commands failed; the text is what it said."""


class NeverAnswered(Exception):
    """The product's pages did not come up."""


@dataclass
class Stage:
    """What the play is played on."""

    folder: Path
    base_url: str
    mailbox: str
    services: StandIns
    clock: LeapingClock
    example: Example
    day: date
    troupe: Troupe
    crowd: Talker
    back_office: Talker

    @property
    def page(self) -> str:
        """The campaign's landing page."""
        return f"{self.base_url}/{self.example.slug}"

    def run(self, *arguments: str) -> str:
        """One of the product's commands, as typed; what it printed. Raises CommandFailed."""
        told = self.back_office.ask(do="run", arguments=arguments)
        if told["error"]:
            raise CommandFailed(f"countin {' '.join(arguments)} failed. {told['error']}")
        return str(told["printed"])


@contextlib.contextmanager
def set_up(folder: Path, *, quota: Quota, seed: int, port: int | None) -> Iterator[Stage]:
    """Start everything in `folder`; stop everything afterwards, whatever happened.

    Raises PortTaken, ProcessDied, NeverAnswered.
    """
    public_port = free_port(port)
    with Troupe(folder / "logs") as troupe:
        yield _start_all(troupe, folder=folder, quota=quota, seed=seed, port=public_port)


def _start_all(troupe: Troupe, *, folder: Path, quota: Quota, seed: int, port: int) -> Stage:
    key, bare = make_apple_key(folder), bare_environment()
    mailbox = troupe.converse("mailbox", module="simulator.mailbox", arguments=[], env=bare)
    options = _simulator_options(key, quota=quota, seed=seed)
    simulator = troupe.converse("simulator", module="simulator", arguments=options, env=bare)
    crowd = troupe.converse("crowd", module="simulator.crowd", arguments=[], env=bare)
    post = json.loads(mailbox.read_line())
    services = StandIns(simulator.read_line().strip())
    clock = LeapingClock(folder / "clock_offset", services=services)
    env = product_environment(
        folder=folder,
        base_url=f"http://127.0.0.1:{port}",
        services=services.address,
        smtp_port=post["smtp_port"],
        clock_file=clock.file,
        quota=quota,
        apple_key=key,
    )
    day = (clock.now() + RUNWAY).date()
    return Stage(
        folder=folder,
        base_url=f"http://127.0.0.1:{port}",
        mailbox=post["address"],
        services=services,
        clock=clock,
        example=copy_example(quota, into=folder / "campaign", day=day),
        day=day,
        troupe=troupe,
        crowd=crowd,
        back_office=_start_product(troupe, port=port, env=env),
    )


def _start_product(troupe: Troupe, *, port: int, env: Mapping[str, str]) -> Talker:
    """Pages and worker as anybody starts them, and the back office beside them."""
    serve = ["serve", "--port", str(port)]
    product = troupe.start("serve", module="countin", arguments=serve, env=env)
    module = "countin.config.demo.back_office"
    back_office = troupe.converse("back_office", module=module, arguments=[], env=env)
    _wait_for_pages(port, product=product)
    return back_office


def _simulator_options(key: AppleKey, *, quota: Quota, seed: int) -> list[str]:
    # Whom the product has no keys for is there all the same, and is asked nothing.
    granted = "development" if quota == "none" else quota
    return [
        *("--seed", str(seed)),
        *("--spotify-client", f"{CLIENT_ID}:{CLIENT_SECRET}:{granted}"),
        *("--apple-team", TEAM_ID),
        *("--apple-key-id", KEY_ID),
        *("--apple-public-key", str(key.public)),
    ]


def _wait_for_pages(port: int, *, product: Child) -> None:
    """Until the health page answers. Raises ProcessDied, NeverAnswered."""
    give_up_at = time.monotonic() + _STARTS_WITHIN
    while time.monotonic() < give_up_at:
        if product.has_ended:
            raise product.death()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        connection.close()
        time.sleep(0.1)
    raise NeverAnswered("The pages did not come up within a minute: look at logs/serve.log.")
