"""An artist's e-mail list: how many are on it, to be taken along with the proof of each, and people
who agreed elsewhere brought to it."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from countin.campaigns.models import Artist
from countin.languages.available import SOURCE, read_languages
from countin.messaging.announcing.counting import count_members
from countin.messaging.importing.applying import Imported, Proof, bring_list
from countin.messaging.importing.judging import WORDS
from countin.messaging.importing.reading import BadList
from countin.privacy.list_members import MEMBER_COLUMNS, list_rows
from countin.studio.home import seat_context
from countin.studio.refusing import find_nothing
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import Role
from countin.workspaces.spreadsheets import csv_lines

# As many are written while a page waits: some seconds.
MOST_LINES: Final = 10_000
_NAMED: Final = 20


class ListForm(forms.Form):
    """A file from elsewhere, and what everybody in it agreed to."""

    file = forms.FileField(
        label="The file",
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="CSV as your mail tool exports it, with a moment of confirmation a line.",
    )
    words = forms.CharField(
        max_length=5000,
        label="The exact words they agreed to",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with each as proof.",
    )
    source = forms.CharField(
        max_length=200,
        label="Where it is from",
        help_text="Like: Mailchimp, 20 November 2026. Each fan sees it on their own page.",
    )
    language = forms.ChoiceField(choices=read_languages, initial=SOURCE, label="Language of them")

    def proof(self) -> Proof:
        """As it is kept with everybody."""
        given = self.cleaned_data
        words, source = (" ".join(given[name].split()) for name in ("words", "source"))
        return Proof(words, source, given["language"])


@require_http_methods(["GET", "HEAD", "POST"])
@in_workspace(Role.MANAGER)
def show_list(request: HttpRequest, *, seat: Seat, handle: str) -> HttpResponse:
    """Nobody is named here. A POST brings a file along, or judges it alone."""
    artist = Artist.objects.filter(workspace=seat.workspace, handle=handle).first()
    if artist is None:
        return find_nothing(request)
    if request.method != "POST":
        return _show(request, form=ListForm(), seat=seat, artist=artist)
    form = ListForm(request.POST, request.FILES)
    is_dry = request.POST.get("press") != "put"
    found = _bring(form, artist=artist, seat=seat, is_dry=is_dry) if form.is_valid() else None
    if found is None:
        return _show(request, form=form, seat=seat, artist=artist, status=422)
    if is_dry:
        return _show(request, form=form, seat=seat, artist=artist, found=found)
    messages.success(request, f"Put on the list: {found.put_on:,}. Nobody was written to.")
    return redirect("studio_list", workspace=seat.workspace.slug, handle=handle)


@require_safe
@in_workspace(Role.MANAGER)
def export_list(request: HttpRequest, *, seat: Seat, handle: str) -> HttpResponse:
    """The same file as `countin fans export --artist`."""
    artist = Artist.objects.filter(workspace=seat.workspace, handle=handle).first()
    if artist is None:
        return find_nothing(request)
    seat.note("list exported", subject=handle)
    lines = csv_lines(MEMBER_COLUMNS, rows=list_rows(artist))
    response = StreamingHttpResponse(lines, content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{handle}-list.csv"'
    return response  # type: ignore[return-value]  # streamed, otherwise the same


def _bring(form: ListForm, *, artist: Artist, seat: Seat, is_dry: bool) -> Imported | None:
    """None where the file is no list; the form says why."""
    try:
        with transaction.atomic():
            found = bring_list(
                form.cleaned_data["file"].chunks(),
                artist=artist,
                proof=form.proof(),
                now=seat.now,
                most=MOST_LINES,
                is_dry=is_dry,
            )
            if not is_dry:
                seat.note("list brought along", subject=artist.handle, detail=str(found.put_on))
    except BadList as bad:
        form.add_error("file", str(bad))
        return None
    return found


def _left_out(found: Imported) -> list[tuple[int, str, str]]:
    """How many, why, and the first of their lines."""
    told = []
    for reason, many in found.left_out.most_common():
        numbers = [str(number) for number, why in found.lines if why == reason]
        more = ", …" if len(numbers) > _NAMED else ""
        told.append((many, WORDS[reason], ", ".join(numbers[:_NAMED]) + more))
    return told


def _show(
    request: HttpRequest,
    *,
    form: ListForm,
    seat: Seat,
    artist: Artist,
    found: Imported | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "artist": artist,
        "form": form,
        "members": count_members(artist),
        "found": found,
        "left_out": _left_out(found) if found else [],
        **seat_context(seat),
    }
    return render(request, "studio/list.html", context, status=status)
