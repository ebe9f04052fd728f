"""Writing down what the operator should hear of once."""

from datetime import datetime

from countin.workspaces.models import Notice, Workspace


def write_notice(
    kind: str, *, subject: str, words: str, workspace: Workspace, now: datetime
) -> Notice:
    """One a kind and subject; written again, the first one stays as it is."""
    notice, _created = Notice.objects.get_or_create(
        kind=kind,
        subject=subject,
        defaults={"workspace": workspace, "words": words, "written_at": now},
    )
    return notice
