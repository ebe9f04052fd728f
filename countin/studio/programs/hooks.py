"""Webhooks in the studio: adding, trying, ending; the log of what came of telling; again."""

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from countin.studio.home import seat_context
from countin.studio.programs.forms import HookForm
from countin.studio.programs.tokens import show
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_workspace
from countin.webhooks.endpoints import BadAddress, add_endpoint, end_endpoint, send_again, send_test
from countin.webhooks.models import Delivery, Endpoint, EventKind
from countin.webhooks.telling import delivery_as_json
from countin.workspaces.models import Role

_LOGGED = 100
_UNKNOWN = "There is no such webhook. Load the page again."
_ENDED = "It has ended already. Add it anew below."


@require_POST
@in_workspace(Role.OWNER)
def add_hook(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """The secret that signs is shown once."""
    form = HookForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                endpoint, secret = add_endpoint(
                    seat.workspace,
                    url=form.cleaned_data["url"],
                    kinds=[EventKind(kind) for kind in form.cleaned_data["events"]],
                    sealer=settings.SEALER,
                    lets_loopback=settings.IS_LOOPBACK,
                    now=seat.now,
                )
                seat.note("webhook added", subject=f"webhook {endpoint.pk}")
            return show(request, seat=seat, secret=secret, secret_of=f"the webhook {endpoint.url}")
        except BadAddress as bad:
            form.add_error("url", str(bad))
    return show(request, seat=seat, hook_form=form, status=422)


@require_POST
@in_workspace(Role.OWNER)
def change_hook(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Try it, or end it."""
    endpoint = _find(request.POST.get("webhook", ""), seat=seat)
    if endpoint is None:
        messages.error(request, _UNKNOWN)
    elif endpoint.ended_at is not None:
        messages.error(request, _ENDED)
    elif request.POST.get("press") == "end":
        with transaction.atomic():
            if end_endpoint(endpoint, because="removed", now=seat.now):
                seat.note("webhook removed", subject=f"webhook {endpoint.pk}")
        messages.success(request, "It is told nothing more. Its log stays for 30 days.")
    else:
        with transaction.atomic():
            send_test(endpoint, now=seat.now)
            seat.note("webhook tested", subject=f"webhook {endpoint.pk}")
        messages.success(request, "An event about nothing is on its way. Its line stands below.")
        return redirect(_log_address(seat, endpoint=endpoint))
    return redirect("studio_programs", workspace=seat.workspace.slug)


@require_safe
@in_workspace(Role.OWNER)
def show_deliveries(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """The last hundred, of one webhook (`?webhook=3`) or of all."""
    endpoint = _find(request.GET.get("webhook", ""), seat=seat)
    rows = Delivery.objects.filter(endpoint__workspace=seat.workspace)
    if endpoint is not None:
        rows = rows.filter(endpoint=endpoint)
    found = rows.select_related("event", "endpoint").order_by("-pk")[:_LOGGED]
    context = {
        "endpoint": endpoint,
        "lines": [{**delivery_as_json(row), "url": row.endpoint.url} for row in found],
        **seat_context(seat),
    }
    return render(request, "studio/deliveries.html", context)


@require_POST
@in_workspace(Role.OWNER)
def replay(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """The same message, under the same id."""
    own = Delivery.objects.filter(endpoint__workspace=seat.workspace).select_related("endpoint")
    found = own.filter(pk=read_number(request.POST.get("delivery", ""))).first()
    if found is None:
        messages.error(request, "There is no such delivery. Load the page again.")
        return redirect("studio_deliveries", workspace=seat.workspace.slug)
    with transaction.atomic():
        is_going = send_again(found, now=seat.now)
        if is_going:
            told = f"delivery {found.pk}"
            seat.note("webhook replayed", subject=f"webhook {found.endpoint_id}", detail=told)
    if is_going:
        messages.success(request, "It is on its way again.")
    else:
        messages.error(request, "Its webhook has ended: nothing is sent there any more.")
    return redirect(_log_address(seat, endpoint=found.endpoint))


def _find(number: str, *, seat: Seat) -> Endpoint | None:
    own = Endpoint.objects.filter(workspace=seat.workspace)
    return own.filter(pk=read_number(number)).first()


def _log_address(seat: Seat, *, endpoint: Endpoint) -> str:
    log = reverse("studio_deliveries", kwargs={"workspace": seat.workspace.slug})
    return f"{log}?webhook={endpoint.pk}"
