"""Whether a worker is there that will keep the promises, and the counts are those of the rows."""

from collections.abc import Iterator
from datetime import datetime

from countin.campaigns.models import Campaign
from countin.config.doctor.findings import Finding, fine, mend, note
from countin.insights.rolling.keeping import are_kept
from countin.insights.rolling.rebuilding import find_differences
from countin.workspaces.signs import SILENT_AFTER, last_sign
from countin.workspaces.standstill import stands_still_since


def look_at_worker(now: datetime) -> Iterator[Finding]:
    """A missing worker is the one fault that the worker's own alarms can't tell of."""
    if stands_still_since():
        return  # said elsewhere; nobody gives signs meanwhile
    seen = last_sign()
    if seen is not None and abs(now - seen) < SILENT_AFTER:
        yield fine("worker", words="It is there.")
        return
    since = f"since {seen:%Y-%m-%d %H:%M} UTC" if seen else "so far"
    words = (
        f"No worker was heard of {since}: nothing is looked for, kept or sent. Start it: "
        "countin serve, or the service that runs it (systemctl restart count-in)."
    )
    is_needed = seen is not None and Campaign.objects.running(now).exists()
    yield mend("worker", words=words) if is_needed else note("worker", words=words)


def look_at_counts() -> Iterator[Finding]:
    """Kept counts against the rows themselves. Reads every row: seconds for a million promises."""
    if not are_kept():
        yield mend("counts", words="Counts are not kept while rows change. Run: countin recount")
    elif found := find_differences():
        first = found[0]
        yield mend(
            "counts",
            words=f"{len(found)} kept counts differ from the rows ({first.kind} of "
            f"{first.about}: {first.kept}, counted {first.counted}). Run: countin recount",
        )
    else:
        yield fine("counts", words="What pages show equals the rows.")
