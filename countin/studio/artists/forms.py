"""The form about an artist."""

from typing import Any

from django import forms

from countin.campaigns.codes import BadCode
from countin.campaigns.controlling import LONGEST_SENDER, read_sender
from countin.workspaces.controllers import Named


class ArtistForm(forms.Form):
    """Who answers for this artist's fans, and signs their mails. All three, or none."""

    name = forms.CharField(
        required=False,
        max_length=200,
        label="Name of the person or company",
    )
    contact = forms.CharField(
        required=False,
        max_length=254,
        label="How fans reach them",
        help_text="An e-mail address, or the address of a page.",
    )
    address = forms.CharField(
        required=False,
        max_length=500,
        label="Postal address",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    sender = forms.CharField(
        required=False,
        max_length=LONGEST_SENDER,
        label="Sender of their mails",
        widget=forms.TextInput(attrs={"placeholder": "Band <news@band.example>"}),
        help_text="Your mail service must know it as a sender, or it refuses the mails.",
    )

    def clean_sender(self) -> str:
        """In the spelling that is stored."""
        given = str(self.cleaned_data["sender"])
        try:
            return read_sender(given) if given else ""
        except BadCode as bad:
            raise forms.ValidationError(str(bad)) from None

    def clean(self) -> dict[str, Any]:
        """Half a controller answers for nothing."""
        given = [self.cleaned_data.get(key) for key in ("name", "contact", "address")]
        if any(given) and not all(given):
            raise forms.ValidationError(
                "Give name, contact and postal address, or none of them: then those of this "
                "installation stand."
            )
        return self.cleaned_data

    def controller(self) -> Named | None:
        """The artist's own; None for the installation's."""
        given = self.cleaned_data
        named = Named(given["name"], given["contact"], given["address"])
        return named if named.is_named else None
