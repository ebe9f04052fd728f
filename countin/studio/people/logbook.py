"""The audit log of a workspace: who did what, when, from where. Owners alone."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import AuditEntry, Role
from countin.workspaces.spreadsheets import csv_lines

_PER_PAGE = 50
_COLUMNS = ("happened_at", "who", "what", "subject", "detail", "from_address")


@require_safe
@in_workspace(Role.OWNER)
def show_log(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """The latest first."""
    entries = AuditEntry.objects.filter(workspace=seat.workspace).order_by("-pk")
    page = Paginator(entries, _PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "studio/log.html", {"page": page, **seat_context(seat)})


@require_safe
@in_workspace(Role.OWNER)
def export_log(_request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Everything, from the first, as CSV; moments in UTC."""
    seat.note("log exported")
    response = StreamingHttpResponse(csv_lines(_COLUMNS, rows=_rows(seat)), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{seat.workspace.slug}-log.csv"'
    return response  # type: ignore[return-value]  # streamed, otherwise the same


def _rows(seat: Seat) -> Iterator[dict[str, str]]:
    entries = AuditEntry.objects.filter(workspace=seat.workspace).order_by("pk")
    for entry in entries.iterator(500):
        told = {name: str(getattr(entry, name)) for name in _COLUMNS}
        yield {**told, "happened_at": entry.happened_at.isoformat()}
