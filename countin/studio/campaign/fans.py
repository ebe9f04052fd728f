"""The fans of a campaign, as far as their consent goes: list with proof, export, erasure."""

from collections.abc import Iterator
from itertools import islice

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countin.campaigns.models import Campaign
from countin.fans.keys import fan_of_key
from countin.fans.models import Fan
from countin.presaves.states import State
from countin.privacy.campaign_fans import (
    FAN_COLUMNS,
    Choice,
    fan_rows,
    in_state,
    of_address,
    of_fan,
    presave_rows,
    reminder_rows,
)
from countin.privacy.erasing import erase_fan
from countin.studio.forms import EraseForm
from countin.studio.home import seat_context
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role
from countin.workspaces.spreadsheets import csv_lines

_SHOWN = 200
_Placed = tuple[str, int, dict[str, str]]
_ERASED = "Everything about them is deleted. Counts stay, without anybody in them."
_WAITS = (
    "A save is being made for them this very moment. It is taken back where the service lets us, "
    "and everything else is deleted by itself, within a day at the latest."
)


@require_http_methods(["GET", "HEAD", "POST"])
@in_campaign(Role.MANAGER)
def show_fans(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Two hundred a page; all, those in one state, or what one person asked for. Whom one looks
    for is posted: an address stays out of histories and logs."""
    searched = request.POST.get("q", "").replace("\0", "").strip()[:300]
    state = request.GET.get("state", "")
    state = state if state in State.values and not searched else ""
    choice = _choose(searched, state=state, seat=seat)
    rows = list(islice(_rows(campaign, at=request.GET.get("from", ""), choice=choice), _SHOWN + 1))
    kind, number, _row = rows[_SHOWN - 1] if len(rows) > _SHOWN else ("", 0, {})
    context = {
        "campaign": campaign,
        "rows": [row for _kind, _number, row in rows[:_SHOWN]],
        "next": f"{kind}{number}" if kind else "",
        "states": State.values,
        "state": state,
        "searched": searched,
        "form": EraseForm(),
        **seat_context(seat),
    }
    return render(request, "studio/fans.html", context)


@require_safe
@in_campaign(Role.MANAGER)
def export_fans(_request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The same file as `countin fans export`."""
    seat.note("fans exported", subject=campaign.slug)
    lines = csv_lines(FAN_COLUMNS, rows=fan_rows(campaign))
    response = StreamingHttpResponse(lines, content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{campaign.slug}-fans.csv"'
    return response  # type: ignore[return-value]  # streamed, otherwise the same


@require_POST
@in_campaign(Role.MANAGER)
def erase(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Everything about a fan of this workspace goes, in every campaign of it."""
    form = EraseForm(request.POST)
    found = _find(form.cleaned_data["given"], seat=seat) if form.is_valid() else []
    for fan in found:
        with transaction.atomic():
            is_done = erase_fan(fan, now=seat.now).done
            seat.note("fan erased", subject=campaign.slug)
        messages.success(request, _ERASED if is_done else _WAITS)
    if not found:
        messages.error(
            request,
            "Nobody is held here under that. Ask for the address they gave, or for the address "
            "of their own page.",
        )
    return redirect("studio_fans", slug=campaign.slug)


def _choose(searched: str, *, state: str, seat: Seat) -> Choice:
    if state:
        return in_state(state)
    if not searched:
        return Choice()
    if "@" in searched:
        return of_address(searched)
    fan = _fan_of_page(searched, seat=seat)
    return of_fan(fan) if fan else Choice(None, None)


def _rows(campaign: Campaign, *, at: str, choice: Choice) -> Iterator[_Placed]:
    """From a place on: `p` or `r` and the number of the last row that was shown."""
    is_late, after = at[:1] == "r", read_number(at[1:])
    if not is_late:
        for number, row in presave_rows(campaign, after=after, at_most=_SHOWN + 1, choice=choice):
            yield "p", number, row
    later = after if is_late else 0
    for number, row in reminder_rows(campaign, after=later, at_most=_SHOWN + 1, choice=choice):
        yield "r", number, row


def _fan_of_page(given: str, *, seat: Seat) -> Fan | None:
    fan = fan_of_key(given.rstrip("/").rpartition("/")[2])
    return fan if fan is not None and fan.workspace_id == seat.workspace.pk else None


def _find(given: str, *, seat: Seat) -> list[Fan]:
    if "@" not in given:
        fan = _fan_of_page(given.strip(), seat=seat)
        return [fan] if fan else []
    held = Fan.objects.filter(workspace=seat.workspace)
    return list(held.filter(email__address__iexact=given.strip()))
