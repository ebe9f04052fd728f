"""An installation that stands still keeps everything and does nothing: no save, no mail."""

from datetime import datetime

from countin.workspaces.models import Standstill


def begin_standstill(*, because: str, now: datetime) -> None:
    """From the next look of any worker on. Standing still twice keeps the first reason."""
    Standstill.objects.get_or_create(pk=1, defaults={"because": because, "began_at": now})


def end_standstill() -> None:
    """Everything goes on."""
    Standstill.objects.all().delete()


def stands_still_since() -> datetime | None:
    """None: it does not."""
    return Standstill.objects.values_list("began_at", flat=True).first()
