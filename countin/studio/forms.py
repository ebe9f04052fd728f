"""The forms of the studio. They check what people type; whether it may stand is judged where
campaign files are judged."""

from typing import Any

from django import forms

from countin.campaigns.chosen_themes import FROM_PICTURE
from countin.campaigns.models import Kind
from countin.insights.models import PeakKind
from countin.studio.colors import OWN, theme_choices
from countin.workspaces.models import Role

_KINDS = ((Kind.SINGLE.value, "Single"), (Kind.EP.value, "EP"), (Kind.ALBUM.value, "Album"))


def _moment_input() -> forms.DateTimeInput:
    return forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})


class ReleaseForm(forms.Form):
    """What is released, by whom, when. `given` carries what was pasted."""

    artist = forms.CharField(
        max_length=200,
        label="Artist",
        widget=forms.TextInput(attrs={"list": "known_artists", "autocomplete": "off"}),
    )
    title = forms.CharField(max_length=300, label="Title")
    kind = forms.ChoiceField(choices=_KINDS, widget=forms.RadioSelect, label="It is")
    date = forms.DateField(
        label="Release date",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="It counts from midnight wherever a fan is.",
    )
    slug = forms.CharField(
        required=False,
        max_length=63,
        label="Address of the page",
        help_text="Made of the title where it is left empty.",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )
    artwork = forms.FileField(
        required=False,
        label="Your picture",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG or WebP. The page takes its colors from it, unless you choose "
        "others; without one they are drawn from the title. Pictures of streaming services are "
        "never taken.",
    )
    code = forms.CharField(
        required=False,
        max_length=500,
        label="Link, UPC or ISRC",
        help_text="Leave it empty while you have none: fans are reminded, and you add it later.",
    )
    artist_ids = forms.CharField(required=False, widget=forms.HiddenInput)


class MoveForm(forms.Form):
    """Another day."""

    date = forms.DateField(label="New release date", widget=forms.DateInput(attrs={"type": "date"}))


class CopyForm(forms.Form):
    """What the copy of a campaign is for."""

    title = forms.CharField(max_length=300, label="Title of the new release")
    date = forms.DateField(label="Its release date", widget=forms.DateInput(attrs={"type": "date"}))


class PublishForm(forms.Form):
    """Who is asked what, and who can be pointed at the page. Fields of channels are made of their
    names: `reach_NAME`."""

    ask_follow = forms.BooleanField(
        required=False,
        label="Ask fans whether they want to follow, too",
        help_text="An own box, never ticked beforehand.",
    )
    others = forms.CharField(
        required=False,
        max_length=500,
        label="Other channels, by comma",
        help_text="Small letters, digits, hyphens. Each gets a link of its own.",
    )
    theme = forms.ChoiceField(required=False, choices=theme_choices)
    own_color = forms.RegexField(
        "^#[0-9a-fA-F]{6}$",
        required=False,
        error_messages={"invalid": "Write the color like #1f5fa8."},
    )

    def __init__(self, *args: Any, channels: dict[str, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channels = channels
        for name, reach in channels.items():
            self.fields[f"reach_{name}"] = forms.IntegerField(
                required=False,
                min_value=0,
                max_value=2_000_000_000,
                label=name,
                initial=reach,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "placeholder": "how many"}),
            )

    def reaches(self) -> list[Any]:
        """The fields of channels, in their order."""
        return [self[f"reach_{name}"] for name in self.channels]

    def chosen_theme(self, *, standing: str) -> str:
        """As a campaign file has it; what stands stays where nothing was sent."""
        choice = str(self.cleaned_data["theme"])
        given = self.cleaned_data["own_color"] if choice == OWN else choice
        return given or standing or FROM_PICTURE

    def chosen_reaches(self) -> dict[str, int]:
        """Channels with a number."""
        given = {name: self.cleaned_data.get(f"reach_{name}") for name in self.channels}
        return {name: reach for name, reach in given.items() if reach}


class InviteForm(forms.Form):
    """Somebody who is to belong here."""

    email = forms.EmailField(label="E-mail address")
    role = forms.ChoiceField(
        choices=(
            (Role.MANAGER.value, "Manager: makes campaigns, sees fans"),
            (Role.ANALYST.value, "Analyst: reads counts, sees no fan"),
            (Role.OWNER.value, "Owner: besides, says who belongs here"),
        ),
        label="Role",
    )


class PeakForm(forms.Form):
    """What a peak was; moments in UTC."""

    kind = forms.ChoiceField(choices=PeakKind.choices, label="It was")
    begins = forms.DateTimeField(label="From (UTC)", widget=_moment_input())
    ends = forms.DateTimeField(label="To (UTC)", widget=_moment_input())
    channel = forms.ChoiceField(required=False, label="Only what came by")
    note = forms.CharField(required=False, max_length=200, label="In your own words")

    def __init__(self, *args: Any, channels: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(name, name) for name in channels]
        self.fields["channel"].choices = [("", "any channel"), *named]  # type: ignore[attr-defined]  # a ChoiceField


class EraseForm(forms.Form):
    """Whose data are to go."""

    given = forms.CharField(
        max_length=300,
        label="Their e-mail address, or the address of their own page (it has /me/ in it)",
    )
