"""What an artist has of their own beside campaigns: a domain, and pixels."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from countin.campaigns.artist_pixels import set_pixels
from countin.campaigns.codes import BadCode
from countin.campaigns.domains import (
    LONGEST_DOMAIN,
    NO_DOMAIN,
    DomainTaken,
    domain_of,
    home_of,
    read_domain,
    set_domain,
)
from countin.campaigns.models import Artist
from countin.campaigns.pixels import PIXEL_SERVICES, read_pixel
from countin.studio.home import seat_context
from countin.studio.refusing import find_nothing
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import Role


class GroundForm(forms.Form):
    """What an artist has of their own."""

    domain = forms.CharField(
        required=False,
        max_length=LONGEST_DOMAIN,
        label="Domain of their own",
        widget=forms.TextInput(
            attrs={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}
        ),
        help_text="Like music.example.org. Empty: none.",
    )

    meta = forms.CharField(required=False, max_length=40, label="Meta pixel")
    tiktok = forms.CharField(required=False, max_length=40, label="TikTok pixel")
    ga4 = forms.CharField(
        required=False,
        max_length=40,
        label="Google Analytics (GA4)",
        help_text="By id alone. Pages ask each fan first, and load nothing before they allow it.",
    )

    def clean_meta(self) -> str:
        """An id, or empty."""
        return self._pixel("meta")

    def clean_tiktok(self) -> str:
        """An id, or empty."""
        return self._pixel("tiktok")

    def clean_ga4(self) -> str:
        """An id, or empty."""
        return self._pixel("ga4")

    def pixels(self) -> dict[str, str]:
        """Ids by service."""
        return {name: self.cleaned_data[name] for name in PIXEL_SERVICES if self.cleaned_data[name]}

    def _pixel(self, name: str) -> str:
        given = self.cleaned_data[name].strip()
        try:
            return read_pixel(given, name=name) if given else ""
        except BadCode as bad:
            raise forms.ValidationError(str(bad)) from None

    def clean_domain(self) -> str:
        """In the spelling that is stored; empty for none."""
        given = self.cleaned_data["domain"].strip()
        try:
            return read_domain(given) if given else ""
        except BadCode as bad:
            raise forms.ValidationError(str(bad)) from None


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Role.OWNER)
def show_ground(request: HttpRequest, *, seat: Seat, handle: str) -> HttpResponse:
    """The form, and what came of it; refused whole where a part of it can't stand."""
    artist = Artist.objects.filter(workspace=seat.workspace, handle=handle).first()
    if artist is None:
        return find_nothing(request)
    if request.method != "POST":
        return _show(request, form=GroundForm(initial=_initial(artist)), seat=seat, artist=artist)
    form = GroundForm(request.POST)
    if form.is_valid():
        try:
            _change(artist, form=form, seat=seat)
        except DomainTaken as taken:
            form.add_error("domain", f"{taken} {taken.mend}")
    if not form.is_valid():
        return _show(request, form=form, seat=seat, artist=artist, status=422)
    messages.success(request, "Kept. Pages follow from now on.")
    return redirect("studio_ground", workspace=seat.workspace.slug, handle=handle)


def _initial(artist: Artist) -> dict[str, str]:
    return {"domain": domain_of(artist), **artist.pixels}


def _change(artist: Artist, *, form: GroundForm, seat: Seat) -> None:
    host = form.cleaned_data["domain"]
    with transaction.atomic():
        if set_domain(artist, host=host, own_hosts=settings.OWN_HOSTS, now=seat.now):
            seat.note("domain set", subject=artist.handle, detail=host or NO_DOMAIN)
        pixels = form.pixels()
        if set_pixels(artist, pixels=pixels, now=seat.now):
            seat.note("pixels set", subject=artist.handle, detail=", ".join(pixels) or "none")


def _show(
    request: HttpRequest, *, form: GroundForm, seat: Seat, artist: Artist, status: int = 200
) -> HttpResponse:
    context = {
        "artist": artist,
        "form": form,
        "home": home_of(artist, base_url=settings.BASE_URL) if domain_of(artist) else "",
        "base_host": settings.BASE_URL.partition("://")[2],
        **seat_context(seat),
    }
    return render(request, "studio/ground.html", context, status=status)
