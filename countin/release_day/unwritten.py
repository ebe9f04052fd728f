"""Answers that could not be written down."""

from datetime import datetime, timedelta

# Whoever was asked in vain is asked again once the claim has run out, two minutes later.
_REST = timedelta(seconds=5)


class Rest:
    """This process asks nobody for a moment: where a disk is full a database may still let us
    claim, and each fan would be asked again and again (docs/decisions/0084)."""

    def __init__(self) -> None:
        self._until: datetime | None = None

    def begin(self, now: datetime) -> None:
        """The database did not take what a service answered."""
        self._until = now + _REST

    def is_on(self, now: datetime) -> bool:
        """Whether it lasts; a clock that was set back makes it no longer."""
        return self._until is not None and now < self._until <= now + _REST
