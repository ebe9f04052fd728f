"""Fans who come to a second campaign while everything around them is killed: what a page told
them has to stand afterwards."""

import http.client
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from tests.journeys.phone import NotThere, Page
from tests.journeys.stage import PRE_SAVE, Stage

_SLUG = "paper-lanterns"
_FILE = """\
artist: {{name: Juniper Wharf}}
release:
  title: Paper Lanterns
  kind: single
  upc: "410000202029"
  timing: global
  at: "{at}"
slug: paper-lanterns
channels: [newsletter]
"""
_EACH = 3.0
# What somebody meets who comes while nobody answers, or half an answer.
_NOBODY_THERE = (OSError, http.client.HTTPException, NotThere, StopIteration)
_TRIES = 40


@dataclass
class Told:
    """What pages said, by fan."""

    promised: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    in_vain: int = 0  # tries that met nobody; the fan came again


class Passers:
    """A thread of them, one after another, each with patience."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._page = f"{stage.product.base_url}/{_SLUG}"
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._come, daemon=True)
        self.told = Told()

    def start(self) -> None:
        """Publish their campaign, which comes out in a month, and let them come."""
        file = self._stage.folder / "later.yaml"
        at = datetime.now(UTC) + timedelta(days=30)
        file.write_text(_FILE.format(at=f"{at:%Y-%m-%dT%H:%M:%SZ}"))
        done = self._stage.product.run("campaign", "apply", str(file))
        assert done.returncode == 0, done.stderr
        self._thread.start()

    def stop(self) -> None:
        """Nobody comes any more."""
        self._stopped.set()
        self._thread.join(timeout=120)

    def contradicted(self) -> list[str]:
        """Fans whose own page says something else now than they were told."""
        wrong = [name for name in self.told.promised if "Withdraw" not in self._own_page(name)]
        return wrong + [name for name in self.told.withdrawn if "Withdraw" in self._own_page(name)]

    def _own_page(self, name: str) -> list[str]:
        return self._stage.phone(name).open(self._stage.own_pages[name]).buttons

    def _come(self) -> None:
        number = 0
        while not self._stopped.wait(_EACH):
            number += 1
            name = f"passer-{number}"
            self._stage.sim.add_fan(name, country="DE")
            if not self._try(name, lambda: self._connects(name)):  # noqa: B023
                continue
            if number % 3:
                self.told.promised.append(name)
            elif self._try(name, lambda: self._withdraws(name)):  # noqa: B023
                self.told.withdrawn.append(name)

    def _try(self, name: str, act: object) -> bool:
        for _ in range(_TRIES):
            try:
                if callable(act) and act():
                    return True
            except _NOBODY_THERE:
                pass
            self.told.in_vain += 1
            if self._stopped.is_set():
                return False
            time.sleep(0.5)
        return False

    def _connects(self, name: str) -> bool:
        phone = self._stage.phone(name)
        consent = phone.press(phone.open(self._page), PRE_SAVE)
        thanks = phone.press(consent, "Agree", fill={"Account": name})
        return self._knows(name, page=thanks)

    def _knows(self, name: str, *, page: Page) -> bool:
        if page.status != 200:
            return False
        self._stage.own_pages[name] = str(page.link("Your own page"))
        return True

    def _withdraws(self, name: str) -> bool:
        phone = self._stage.phone(name)
        own = phone.open(self._stage.own_pages[name])
        if own.status == 200 and "Withdraw" not in own.buttons:
            return True  # the press before was heard, its answer was not
        return phone.press(own, "Withdraw").status == 200
