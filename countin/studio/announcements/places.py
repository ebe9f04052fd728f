"""Where announcements are written: in a campaign, or, as news that are about none, in an artist."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from countin.campaigns.models import Artist, Campaign
from countin.messaging.models import Announcement
from countin.studio.refusing import find_nothing
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, View, in_campaign, in_workspace
from countin.workspaces.models import Role


@dataclass(frozen=True)
class Place:
    """Whose announcements, and about which campaign, if any."""

    artist: Artist
    campaign: Campaign | None

    @property
    def subject(self) -> str:
        """As the log names it."""
        return self.campaign.slug if self.campaign else self.artist.handle

    @property
    def all(self) -> QuerySet[Announcement]:
        """Of this place alone."""
        related = ("artist", "campaign__release__artist", "channel__campaign")
        rows = Announcement.objects.filter(artist=self.artist, campaign=self.campaign)
        return rows.select_related(*related)

    @property
    def list_address(self) -> str:
        """The page that lists them."""
        return self._address("announcements")

    @property
    def write_address(self) -> str:
        """Where another is begun."""
        return self._address("write")

    def page_address(self, number: int, *, end: str = "") -> str:
        """Of one of them, or what is pressed there: `_save`, `_mail`."""
        return f"{self._address(f'announcement{end}')}?n={number}"

    def _address(self, name: str) -> str:
        if self.campaign is not None:
            return reverse(f"studio_{name}", args=[self.campaign.slug])
        return reverse(
            f"studio_artist_{name}", args=[self.artist.workspace.slug, self.artist.handle]
        )


def in_its_campaign(view: View) -> View:
    """The view as it stands in a campaign; it is given `place`."""

    @in_campaign(Role.MANAGER)
    @wraps(view)
    def given(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
        place = Place(campaign.release.artist, campaign)
        return view(request, seat=seat, place=place)

    return given


def in_its_artist(view: View) -> View:
    """The same view as it stands in an artist. An artist of others looks like none: 404."""

    @in_workspace(Role.MANAGER)
    @wraps(view)
    def given(request: HttpRequest, *, seat: Seat, handle: str) -> HttpResponse:
        rows = Artist.objects.select_related("workspace")
        artist = rows.filter(workspace=seat.workspace, handle=handle).first()
        if artist is None:
            return find_nothing(request)
        return view(request, seat=seat, place=Place(artist, None))

    return given


def of_place(view: Callable[..., HttpResponse]) -> View:
    """Gives the view the `announcement` that `n` names; back to the list where there is none."""

    @wraps(view)
    def given(request: HttpRequest, *, seat: Seat, place: Place) -> HttpResponse:
        number = read_number(request.GET.get("n", ""))
        found = place.all.filter(pk=number).first()
        if found is None:
            return redirect(place.list_address)
        return view(request, seat=seat, place=place, announcement=found)

    return given
