"""The workspace's log: who did what, when, from where. What owners read."""

from django.http import HttpRequest
from ninja import Router, Schema

from countin.api.finding import workspace_of
from countin.api.noting import note
from countin.api.paging import MOST_ROWS, Cursor, Limit, read_cursor, write_cursor
from countin.api.responses import answers
from countin.api.shapes import Moment
from countin.api.tokens import OWNER
from countin.workspaces.models import AuditEntry

router = Router(tags=["log"])


class EntryShape(Schema):
    """One entry; none is ever changed or deleted."""

    number: int
    happened_at: Moment
    who: str
    what: str
    subject: str
    detail: str
    from_address: str


class EntryPage(Schema):
    """`next` goes into `cursor` for what follows; null at the end."""

    items: list[EntryShape]
    next: str | None


@router.get("", auth=OWNER, response=answers(EntryPage, 422), summary="The log")
def list_entries(request: HttpRequest, cursor: Cursor = "", limit: Limit = 100) -> EntryPage:
    """The newest first. That it was read stands in it, once for each walk through its pages."""
    _kind, before = read_cursor(cursor, kinds="e") if cursor else ("e", MOST_ROWS)
    if not cursor:
        note(request, "log read")
    own = AuditEntry.objects.filter(workspace=workspace_of(request), pk__lt=before)
    found = list(own.order_by("-pk")[: limit + 1])
    has_more = len(found) > limit
    return EntryPage(
        items=[_told(entry) for entry in found[:limit]],
        next=write_cursor("e", found[limit - 1].pk) if has_more else None,
    )


def _told(entry: AuditEntry) -> EntryShape:
    return EntryShape(
        number=entry.pk,
        happened_at=entry.happened_at.isoformat(),
        who=entry.who,
        what=entry.what,
        subject=entry.subject,
        detail=entry.detail,
        from_address=entry.from_address,
    )
