"""The artists of a workspace: a list that can be searched, and for each who answers for their fans
and from whom their mails come."""

from datetime import date
from typing import Any, Final

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from countin.campaigns.controlling import own_controller, set_controller
from countin.campaigns.models import Artist
from countin.studio.alphabet import is_called, place_of
from countin.studio.artists.forms import ArtistForm
from countin.studio.home import seat_context
from countin.studio.refusing import find_nothing
from countin.studio.seats import Seat, in_workspace
from countin.visits.artist_pages import tally_artist_page
from countin.workspaces.models import Role

_PER_PAGE: Final = 100
_FEW: Final = 8
_ORDERS: Final = ("name", "latest")


@require_safe
@in_workspace(Role.ANALYST)
def show_artists(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """By name, or by whose release is the latest."""
    searched = request.GET.get("q", "").replace("\0", "").strip()[:100]
    order = request.GET.get("sort", "name")
    order = order if order in _ORDERS else "name"
    rows = _found(seat, searched=searched)
    if order == "latest":
        rows.sort(key=lambda one: one.last_day or date.min, reverse=True)
    page = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    query = {"q": searched, "sort": order if order != "name" else ""}
    context = {
        "page": page,
        "page_query": urlencode({key: value for key, value in query.items() if value}),
        "searched": searched,
        "order": order,
        "is_long": page.paginator.count > _FEW or bool(searched),
        **seat_context(seat),
    }
    return render(request, "studio/artists.html", context)


def _found(seat: Seat, *, searched: str) -> list[Any]:
    """By name, each with how many campaigns, and the last of their days."""
    listed = Q(releases__campaign__isnull=False, releases__campaign__archived_at__isnull=True)
    told = Artist.objects.filter(workspace=seat.workspace).annotate(
        campaigns=Count("releases__campaign", filter=listed),
        last_day=Max("releases__release_date", filter=listed),
    )
    found = [one for one in told.order_by("pk") if is_called(one.name, searched=searched)]
    return sorted(found, key=lambda one: place_of(one.name))


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Role.MANAGER)
def show_artist(request: HttpRequest, *, seat: Seat, handle: str) -> HttpResponse:
    """Who answers for their fans, and the sender of their mails."""
    artist = Artist.objects.filter(workspace=seat.workspace, handle=handle).first()
    if artist is None:
        return find_nothing(request)
    if request.method != "POST":
        return _show(request, form=ArtistForm(initial=_initial(artist)), seat=seat, artist=artist)
    form = ArtistForm(request.POST)
    if not form.is_valid():
        return _show(request, form=form, seat=seat, artist=artist, status=422)
    with transaction.atomic():
        changed = set_controller(
            artist, controller=form.controller(), sender=form.cleaned_data["sender"], now=seat.now
        )
        if changed:
            seat.note("artist changed", subject=artist.handle, detail=", ".join(changed))
    messages.success(request, "Kept. Pages and mails follow from now on.")
    return redirect("studio_artist", workspace=seat.workspace.slug, handle=handle)


def _initial(artist: Artist) -> dict[str, Any]:
    return {
        "name": artist.controller_name,
        "contact": artist.controller_contact,
        "address": artist.controller_address,
        "sender": artist.sender,
    }


def _show(
    request: HttpRequest, *, form: ArtistForm, seat: Seat, artist: Artist, status: int = 200
) -> HttpResponse:
    context = {
        "artist": artist,
        "form": form,
        "own": own_controller(artist),
        "installation": settings.CONTROLLER,
        "sender": settings.DEFAULT_FROM_EMAIL,
        "mail_is_set": settings.MAIL_IS_SET,
        "visits": tally_artist_page(artist, today=seat.now.date()),
        "address": f"{settings.BASE_URL}/@{artist.handle}",
        **seat_context(seat),
    }
    return render(request, "studio/artist.html", context, status=status)
