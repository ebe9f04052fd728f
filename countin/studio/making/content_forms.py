"""The form of everything that a page holds besides artist, title and day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC
from typing import Any, Final

from django import forms
from django.conf import settings

from countin.campaigns.codes import BadCode, read_isrc, read_upc
from countin.campaigns.models import FollowWhen, Timing
from countin.campaigns.pixels import PIXEL_SERVICES, read_pixel
from countin.studio.making.content_lines import (
    Place,
    read_link_lines,
    read_service_lines,
    read_track_lines,
)

DROPS: Final = ("artwork", "clip", "video", "captions")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "wrap": "off"})


def _file(accept: str) -> forms.FileInput:
    return forms.FileInput(attrs={"accept": accept})


class ContentsForm(forms.Form):
    """What a campaign file says of a page. `standing` is that file."""

    upc = forms.CharField(required=False, max_length=30, label="UPC")
    isrc = forms.CharField(required=False, max_length=30, label="ISRC")
    services = forms.CharField(
        required=False,
        max_length=8000,
        label="The release at services",
        widget=_lines(4),
        help_text="One link a line, of any service. Fans there are led to it on the day.",
    )
    preorder = forms.CharField(
        required=False,
        max_length=8000,
        label="Where it can be ordered",
        widget=_lines(3),
        help_text="Vinyl, a shirt, tickets: what it is, then its link, one a line.",
    )
    tracks = forms.CharField(
        required=False,
        max_length=40_000,
        label="Tracks",
        widget=_lines(5),
        help_text="One a line, its length at the end if you like: Slow Train 3:12",
    )
    clip = forms.FileField(
        required=False,
        label="To listen to",
        widget=_file("audio/*"),
        help_text="Your own audio of at most 90 seconds and 12 MB, as M4A, MP3 or FLAC. It plays "
        "when a fan presses.",
    )
    video = forms.FileField(
        required=False,
        label="To watch",
        widget=_file("video/*"),
        help_text="Your own video of at most 90 seconds and 12 MB. It is encoded while you wait, "
        "about as long as it lasts.",
    )
    captions = forms.FileField(
        required=False,
        label="What is said and sung in it",
        widget=_file(".vtt,text/vtt"),
        help_text="Captions as WebVTT, for whoever can't hear it or has the sound off.",
    )
    follow_when = forms.ChoiceField(
        choices=((FollowWhen.CONNECT.value, "at once"), (FollowWhen.RELEASE.value, "on the day")),
        widget=forms.RadioSelect,
        label="Who ticks the box to follow, follows",
    )
    timing = forms.ChoiceField(
        choices=(
            (Timing.LOCAL.value, "at midnight, wherever a fan is"),
            (Timing.GLOBAL.value, "everywhere at one moment"),
        ),
        widget=forms.RadioSelect,
        label="It is out",
    )
    at = forms.DateTimeField(
        required=False,
        label="That moment, in UTC",
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, standing: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.standing = standing
        for name in native_services():
            self.fields[f"native_{name}"] = forms.CharField(
                required=False,
                max_length=500,
                label=f"Its own pre-save page at {settings.PROVIDERS[name].words.name}",
                help_text=settings.PROVIDERS[name].id_forms.native_words,
                widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://"}),
            )
        for name, service in PIXEL_SERVICES.items():
            self.fields[f"pixel_{name}"] = forms.CharField(
                required=False, max_length=40, label=f"{service.label} pixel"
            )
        for name in DROPS:
            self.fields[f"drop_{name}"] = forms.BooleanField(required=False, label="Take it off")

    def clean_upc(self) -> str:
        """As it is stored, or empty."""
        given = self.cleaned_data["upc"].strip()
        with _said():
            return read_upc(given) if given else ""

    def clean_isrc(self) -> str:
        """Likewise."""
        given = self.cleaned_data["isrc"].strip()
        with _said():
            return read_isrc(given) if given else ""

    def clean_services(self) -> list[Place]:
        """Where the release is."""
        with _said():
            return read_service_lines(
                self.cleaned_data["services"], standing=self.standing["places"]
            )

    def clean_preorder(self) -> list[dict[str, str]]:
        """Links with their words."""
        with _said():
            return read_link_lines(
                self.cleaned_data["preorder"], standing=self.standing["preorder"]
            )

    def clean_tracks(self) -> list[dict[str, str]]:
        """Titles, with lengths."""
        return read_track_lines(self.cleaned_data["tracks"], standing=self.standing["tracks"])

    def clean(self) -> dict[str, Any]:
        """A moment where one is asked for; pixels as their services write them."""
        given = self.cleaned_data
        if given.get("timing") == Timing.GLOBAL and not given.get("at") and "at" not in self.errors:
            self.add_error("at", "Which moment? Give day and time in UTC.")
        for name in PIXEL_SERVICES:
            try:
                text = given.get(f"pixel_{name}", "").strip()
                given[f"pixel_{name}"] = read_pixel(text, name=name) if text else ""
            except BadCode as bad:
                self.add_error(f"pixel_{name}", str(bad))
        return given

    @property
    def moment(self) -> str:
        """As `release.at` of a file."""
        at = self.cleaned_data["at"].replace(tzinfo=UTC)
        return str(at.isoformat().replace("+00:00", "Z"))

    def group(self, kind: str) -> dict[str, str]:
        """What was given in the fields of `native` or `pixel`, by service."""
        named = native_services() if kind == "native" else PIXEL_SERVICES
        given = {name: self.cleaned_data[f"{kind}_{name}"].strip() for name in named}
        return {name: text for name, text in given.items() if text}

    def drops(self) -> list[str]:
        """What is to go, unless another was given in its place."""
        given = self.cleaned_data
        return [name for name in DROPS if given[f"drop_{name}"] and not given.get(name)]


def native_services() -> list[str]:
    """Services that have pre-save pages of their own."""
    return [name for name, one in settings.PROVIDERS.items() if one.id_forms.native_hosts]


@contextmanager
def _said() -> Iterator[None]:
    """What is wrong, beside its field."""
    try:
        yield
    except BadCode as bad:
        raise forms.ValidationError(str(bad)) from None
