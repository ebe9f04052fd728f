"""Whether anything may be saved or sent at all."""

from collections.abc import Iterator

from countin.config.doctor.findings import Finding, mend
from countin.workspaces.standstill import stands_still_since


def look_at_standstill() -> Iterator[Finding]:
    """A restored installation that nobody has let go on."""
    if since := stands_still_since():
        yield mend(
            "standstill",
            words=(
                f"Nothing is saved or sent since {since:%Y-%m-%d %H:%M} UTC: a backup was "
                "restored. See what it would do, and let it go on: countin standstill."
            ),
        )
