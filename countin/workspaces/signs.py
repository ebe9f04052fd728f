"""Signs of life: whether any worker is there, for whoever looks from outside."""

from datetime import datetime, timedelta

from countin.workspaces.models import WorkerSign

# A worker gives one every ten seconds; in between a job may take its time.
SILENT_AFTER = timedelta(minutes=3)


def give_sign(now: datetime) -> None:
    """Some worker goes round."""
    WorkerSign.objects.update_or_create(pk=1, defaults={"seen_at": now})


def last_sign() -> datetime | None:
    """When any worker was last heard of, in UTC. None: never."""
    return WorkerSign.objects.values_list("seen_at", flat=True).first()
