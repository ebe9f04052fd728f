"""Writing into a workspace's audit log. Call it in the transaction of what is told."""

from datetime import datetime
from typing import Final

from countin.workspaces.models import AuditEntry, Workspace

COMMAND_LINE: Final = "command line"
_LONGEST_DETAIL: Final = 500


def write_audit(
    workspace: Workspace,
    *,
    who: str,
    what: str,
    now: datetime,
    subject: str = "",
    detail: str = "",
    from_address: str = "",
) -> AuditEntry:
    """One more entry; there is no way to change or remove it."""
    return AuditEntry.objects.create(
        workspace=workspace,
        who=who,
        what=what,
        subject=subject,
        detail=detail[:_LONGEST_DETAIL],
        from_address=from_address,
        happened_at=now,
    )
