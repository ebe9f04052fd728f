"""The demo's clock: it runs at the speed of real time, and leaps where nothing happens."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from countin import clock
from countin.config.demo.stand_ins import StandIns


class LeapingClock:
    """One offset for the product, which reads it from a file, and for the services."""

    def __init__(self, file: Path, *, services: StandIns) -> None:
        self.file = file
        self._services = services
        self._offset = timedelta()
        self.leaps = 0
        self._write()

    def now(self) -> datetime:
        """The demo's present moment, in UTC."""
        return clock.now() + self._offset

    def leap_to(self, moment: datetime) -> None:
        """Move everybody's clock there; never back. To be called while nobody is asking."""
        ahead = moment - self.now()
        if ahead <= timedelta():
            return
        self._offset += ahead
        self.leaps += 1
        # The services first: a token of ours must never seem to come from the future.
        self._services.tell("clock", {"offset_seconds": self._offset.total_seconds()})
        self._write()

    def leap(self, span: timedelta) -> None:
        """Move on by a span."""
        self.leap_to(self.now() + span)

    def _write(self) -> None:
        # In one step: nobody may read half a number.
        draft = self.file.with_suffix(".new")
        draft.write_text(f"{self._offset.total_seconds():.6f}\n")
        os.replace(draft, self.file)  # noqa: PTH105 -- says that it is atomic
