"""Exports of Spotify for Artists and Apple Music for Artists, laid beside the saves."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from countin.campaigns.models import Campaign
from countin.insights.listening.forms import NotUnderstood, read_export, title_of
from countin.insights.listening.reading_in import LARGEST, NotOurs, ReadIn, read_in, read_words
from countin.insights.listening.tables import BadTable, read_table
from countin.insights.listening.values import BadValue, UnclearDays
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_ORDERS = [("", "as the file shows"), ("dmy", "day, month, year"), ("mdy", "month, day, year")]


class ListeningForm(forms.Form):
    """A file as it was downloaded."""

    file = forms.FileField(
        label="The CSV, as you downloaded it", widget=forms.FileInput(attrs={"accept": ".csv,.tsv"})
    )
    first = forms.DateField(
        required=False,
        label="A table of songs: its first day",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    last = forms.DateField(
        required=False, label="Its last day", widget=forms.DateInput(attrs={"type": "date"})
    )
    dates = forms.ChoiceField(choices=_ORDERS, required=False, label="Its days are written")

    def clean_file(self) -> "UploadedFile[Any]":
        """Whole and small enough to be read at once."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError("That is larger than 10 MB: give an export as it was.")
        return file

    def clean(self) -> dict[str, Any]:
        """Both days of a table of songs, in their order, or neither."""
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if bool(first) != bool(last):
            raise forms.ValidationError("Name both days of the table, or neither.")
        if first and last and last < first:
            raise forms.ValidationError("The last day lies before the first.")
        return given


@require_POST
@in_campaign(Role.MANAGER)
def read_listening(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """A later file has the last word about a day. What is wrong is said, with what to do next."""
    form = ListeningForm(request.POST, request.FILES)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(map(str, errors)))
        return redirect("studio_release", slug=campaign.slug)
    try:
        with transaction.atomic():
            found = _read(form.cleaned_data, campaign=campaign, seat=seat)
            seat.note("listening read", subject=campaign.slug, detail=read_words(found))
    except UnclearDays:
        messages.error(
            request,
            "Day and month can\u2019t be told apart in it. Choose how its days are written.",
        )
    except NotUnderstood as unread:
        by_days = "These are songs without days: name the first and the last day it holds."
        messages.error(request, by_days if unread.needs_days else str(unread))
    except (BadTable, BadValue, NotOurs) as wrong:
        messages.error(request, str(wrong))
    else:
        messages.success(request, f"{read_words(found)} The report lays it beside the saves.")
    return redirect("studio_release", slug=campaign.slug)


def _read(given: dict[str, Any], *, campaign: Campaign, seat: Seat) -> ReadIn:
    file: UploadedFile[Any] = given["file"]
    period: tuple[date, date] | None = None
    if given["first"]:
        period = given["first"], given["last"]
    table = read_table(file.read())
    export = read_export(
        table, subject=title_of(file.name or ""), period=period, order=given["dates"]
    )
    return read_in(export, campaign=campaign, now=seat.now)
