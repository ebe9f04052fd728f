"""An artist's page, made or changed by hand: the same as an artist file makes."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from countin.campaigns.artist_pages.applying import AppliedArtist
from countin.campaigns.artist_pages.placing import handle_is_free, place_artist_page
from countin.campaigns.artist_pages.reading import LONGEST_WORDS, read_artist_page
from countin.campaigns.codes import BadCode
from countin.campaigns.documents import parse_document
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Artist
from countin.campaigns.outside import LONGEST_ADDRESS
from countin.campaigns.slugs import LONGEST_SLUG, suggest_slug
from countin.studio.artists.links import lost_ids, read_pasted_links, write_links
from countin.studio.home import may_be_public, seat_context
from countin.studio.making.starting import id_forms
from countin.studio.refusing import find_nothing
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import Role

_METHODS = ["GET", "HEAD", "POST"]
_NAMELESS = "artist"  # where a name has no letter that an address may have


class ArtistPageForm(forms.Form):
    """Who they are, where they are followed, what comes next."""

    name = forms.CharField(
        max_length=200,
        label="Name",
        widget=forms.TextInput(attrs={"data-addressed": "", "autocomplete": "off"}),
    )
    handle = forms.SlugField(
        required=False,  # made of the name, where it is left empty
        max_length=LONGEST_SLUG,
        label="Address of the page",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"invalid": "Small letters, digits and hyphens alone."},
    )
    links = forms.CharField(
        required=False,
        max_length=8000,
        label="Where fans find them",
        widget=forms.Textarea(
            attrs={"rows": 5, "autocapitalize": "none", "spellcheck": "false", "wrap": "off"}
        ),
        help_text="Their pages at streaming services, a website, others: one link a line. "
        "Words before a link are its label.",
    )
    date = forms.DateField(
        required=False, label="Next date", widget=forms.DateInput(attrs={"type": "date"})
    )
    what = forms.CharField(required=False, max_length=LONGEST_WORDS, label="What it is")
    more = forms.CharField(
        required=False,
        max_length=LONGEST_ADDRESS,
        label="Where to read more",
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
    )
    is_open = forms.BooleanField(required=False, label="The page is public")

    def clean_links(self) -> dict[str, Any]:
        """As the table `artist` of a file has them."""
        try:
            return read_pasted_links(self.cleaned_data["links"])
        except BadCode as bad:
            raise forms.ValidationError(str(bad)) from None

    def clean(self) -> dict[str, Any]:
        """A day without words, or words without their day, say nothing."""
        given = self.cleaned_data
        if given.get("what") and not given.get("date") and "date" not in self.errors:
            self.add_error("date", "When is it? Give the day, or empty what it is.")
        if given.get("date") and not given.get("what") and "what" not in self.errors:
            self.add_error("what", "What happens then? A few words, or empty the date.")
        if given.get("more") and not given.get("date") and "date" not in self.errors:
            self.add_error("more", "It belongs to a date: give one, or empty this.")
        return given

    def document(self) -> dict[str, Any]:
        """As an artist file."""
        given = self.cleaned_data
        document = {"artist": {"name": given["name"], **given["links"]}}
        if given["date"]:
            coming = {"date": given["date"].isoformat(), "what": given["what"]}
            document["next"] = {**coming, **({"link": given["more"]} if given["more"] else {})}
        return document


@require_http_methods(_METHODS)
@in_workspace(Role.MANAGER)
def make_artist(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """One who has no campaign yet."""
    if request.method != "POST":
        return _show(request, form=ArtistPageForm(initial={"is_open": True}), seat=seat)
    form = ArtistPageForm(request.POST)
    if form.is_valid():
        _settle_handle(form)
    if applied := _place(form, seat=seat, handle=form.cleaned_data.get("handle", "")):
        return _done(request, applied, seat=seat)
    return _show(request, form=form, seat=seat, status=422)


@require_http_methods(_METHODS)
@in_workspace(Role.MANAGER)
def change_artist_page(request: HttpRequest, *, seat: Seat, handle: str) -> HttpResponse:
    """Of one who is here. The handle stays: fans have the address."""
    artist = Artist.objects.filter(workspace=seat.workspace, handle=handle).first()
    if artist is None:
        return find_nothing(request)
    if request.method != "POST":
        return _show(request, form=ArtistPageForm(initial=_initial(artist)), seat=seat, of=artist)
    form = ArtistPageForm({**request.POST.dict(), "handle": handle})
    if form.is_valid():
        links = form.cleaned_data["links"]
        links |= lost_ids(artist, kept=links)
    if applied := _place(form, seat=seat, handle=handle):
        return _done(request, applied, seat=seat)
    return _show(request, form=form, seat=seat, of=artist, status=422)


def _initial(artist: Artist) -> dict[str, Any]:
    return {
        "name": artist.name,
        "links": write_links(artist),
        "date": artist.next_date,
        "what": artist.next_words,
        "more": artist.next_link,
        "is_open": artist.published_at is not None,
    }


def _settle_handle(form: ArtistPageForm) -> None:
    """One that is free: a taken one would change the artist who has it."""
    given = form.cleaned_data["handle"]
    near = suggest_slug(given or form.cleaned_data["name"])[: LONGEST_SLUG - 4] or _NAMELESS
    tries = (given or near, *(f"{near}-{number}" for number in range(2, 1000)))
    free = next((handle for handle in tries if handle_is_free(handle)), near)
    if given and free != given:
        form.add_error("handle", f"@{given} is taken. @{free} is free.")
    form.cleaned_data["handle"] = free


def _place(form: ArtistPageForm, *, seat: Seat, handle: str) -> AppliedArtist | None:
    """None where something is to be mended; the form says what."""
    if not form.is_valid():
        return None
    try:
        written = parse_document(json.dumps(form.document(), ensure_ascii=False).encode())
        file = read_artist_page(written, id_forms=id_forms())
        with transaction.atomic():
            applied = place_artist_page(
                file,
                handle=handle,
                workspace=seat.workspace,
                is_open=form.cleaned_data["is_open"] if may_be_public() else None,
                now=seat.now,
            )
            _note(applied, seat=seat)
    except BadCampaignFile as bad:
        for finding in bad.findings:
            form.add_error(None, f"{finding.what} {finding.mend}")
        return None
    return applied


def _note(applied: AppliedArtist, *, seat: Seat) -> None:
    handle = applied.artist.handle
    if applied.created:
        seat.note("artist created", subject=handle)
    elif applied.changed:
        seat.note("artist changed", subject=handle, detail=", ".join(applied.changed))


def _done(request: HttpRequest, applied: AppliedArtist, *, seat: Seat) -> HttpResponse:
    artist = applied.artist
    said = "It is public." if artist.published_at else "It is not public before a campaign is."
    messages.success(request, f"Kept. {said}")
    return redirect("studio_artist", workspace=seat.workspace.slug, handle=artist.handle)


def _show(
    request: HttpRequest,
    *,
    form: ArtistPageForm,
    seat: Seat,
    of: Artist | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "artist": of,
        "base_url": settings.BASE_URL,
        "may_be_public": may_be_public(),
        "mail_is_set": settings.MAIL_IS_SET,
        **seat_context(seat),
    }
    return render(request, "studio/artist_page.html", context, status=status)
