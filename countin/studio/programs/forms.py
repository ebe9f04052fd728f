"""The forms that let programs in."""

from django import forms

from countin.webhooks.endpoints import WANTED
from countin.webhooks.models import EventKind
from countin.workspaces.letting_in import Scope

_SCOPES = (
    (Scope.READ.value, "Read numbers: nobody’s data"),
    (Scope.WRITE.value, "Make and change campaigns"),
    (Scope.FANS.value, "Read and erase fans, as far as their consent goes"),
    (Scope.OWNER.value, "Do what owners do: people, tokens, domains, the log"),
)
_EVENTS = {
    EventKind.PROMISED: "Promises made",
    EventKind.WITHDRAWN: "Promises withdrawn",
    EventKind.SAVED: "Saves made",
    EventKind.FAILED: "Saves that failed",
    EventKind.NEEDS_FAN: "Promises that need their fan",
    EventKind.WAVE_DONE: "A wave is done",
    EventKind.RELEASED: "A campaign is released",
    EventKind.SENT: "An announcement goes out: its words and its link",
    EventKind.ANNOUNCED: "An announcement is done: how many it reached",
}


class TokenForm(forms.Form):
    """A token for a program."""

    prefix = "token"
    name = forms.CharField(
        max_length=100, label="Which program", help_text="So that you know which one to end."
    )
    scopes = forms.MultipleChoiceField(
        choices=_SCOPES,
        initial=[Scope.READ.value],
        widget=forms.CheckboxSelectMultiple,
        label="It may",
    )
    days = forms.ChoiceField(
        choices=((30, "30 days"), (90, "90 days"), (365, "A year")), initial=90, label="For"
    )


class HookForm(forms.Form):
    """Somebody to be told."""

    prefix = "hook"
    url = forms.CharField(
        max_length=500,
        label="Address of the program",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
    )
    events = forms.MultipleChoiceField(
        choices=[(kind.value, _EVENTS[kind]) for kind in WANTED],
        initial=[kind.value for kind in WANTED],
        widget=forms.CheckboxSelectMultiple,
        label="It is told of",
    )
