"""The forms of announcements. Whether one can be sent is judged where announcements are judged."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.conf import settings

from countin.messaging.announcing.drafting import Words
from countin.messaging.announcing.segment import Segment, read_segment
from countin.messaging.models import Announcement

_EITHER = (("", "Either way"), ("yes", "Yes"), ("no", "No"))
_YES_NO = {"yes": True, "no": False, "": None}


class AnnouncementForm(forms.Form):
    """What is written, and to whom it goes."""

    subject = forms.CharField(max_length=200, label="Subject")
    text = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Markdown. A link alone on its line becomes a button. {link}, {title}, {date}, "
        "{artist} and {own_page} are filled in.",
    )
    language = forms.CharField(
        max_length=10, label="Language", help_text="The code of the language you write in, as en."
    )
    has_artwork = forms.BooleanField(required=False, label="With the artwork")
    promised = forms.ChoiceField(choices=_EITHER, required=False, label="Has pre-saved it")
    followed = forms.ChoiceField(choices=_EITHER, required=False, label="Follows the artist")
    country = forms.CharField(
        max_length=2, required=False, label="Country", help_text="Two letters; empty: everywhere."
    )
    service = forms.ChoiceField(required=False, label="Service")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, one.words.name) for name, one in settings.PROVIDERS.items()]
        self.fields["service"].choices = [("", "Any"), *names]  # type: ignore[attr-defined]  # a ChoiceField

    @classmethod
    def of(cls, announcement: Announcement) -> "AnnouncementForm":
        """Filled in as it stands."""
        segment = read_segment(announcement.segment)
        words = {value: word for word, value in _YES_NO.items()}
        return cls(
            initial={
                "subject": announcement.subject,
                "text": announcement.text,
                "language": announcement.language,
                "has_artwork": announcement.has_artwork,
                "promised": words[segment.promised],
                "followed": words[segment.followed],
                "country": segment.country,
                "service": segment.service,
            }
        )

    def words(self, announcement: Announcement) -> Words:
        """As drafting takes them. Raises BadSegment."""
        given = self.cleaned_data
        segment = Segment(
            country=given["country"].upper(),
            service=given["service"],
            promised=_YES_NO[given.get("promised", "")],
            followed=_YES_NO[given["followed"]],
            state=read_segment(announcement.segment).state,
        )
        return Words(
            subject=given["subject"],
            text=given["text"],
            language=given["language"],
            segment=read_segment(segment.as_document()),
            has_artwork=given.get("has_artwork", announcement.has_artwork),
            time_zone=announcement.time_zone,
        )


class NewsForm(AnnouncementForm):
    """The same of what is about no release: there is nothing of one to fill in, and no artwork."""

    text = forms.CharField(
        label="Text",
        widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Markdown. A link alone on its line becomes a button. {link} (the artist’s "
        "page), {artist} and {own_page} are filled in.",
    )
    has_artwork = None  # type: ignore[assignment]  # a form lets go of a field so
    promised = None  # type: ignore[assignment]  # as above


def form_for(announcement: Announcement) -> type[AnnouncementForm]:
    """Which of the two."""
    return NewsForm if announcement.campaign is None else AnnouncementForm


class SendForm(forms.Form):
    """When it goes."""

    at = forms.DateTimeField(
        required=False,
        label="Begin at",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text="Empty: now.",
    )
    zone = forms.CharField(
        max_length=60,
        label="On the clock of",
        widget=forms.TextInput(attrs={"data-own-zone": "", "spellcheck": "false"}),
        help_text="As Europe/Berlin. Fans whose zone is not known sleep by it, too.",
    )

    def clean_zone(self) -> str:
        """One that there is."""
        zone: str = self.cleaned_data["zone"]
        if zone not in available_timezones():
            raise forms.ValidationError("There is no such time zone. Write it like Europe/Berlin.")
        return zone

    def moment(self, *, now: datetime) -> datetime:
        """In UTC."""
        given: datetime | None = self.cleaned_data["at"]
        if given is None:
            return now
        zone = ZoneInfo(self.cleaned_data["zone"])
        return given.replace(tzinfo=zone).astimezone(UTC)


class TestForm(forms.Form):
    """Where a test goes."""

    __test__ = False  # no test of pytest's

    address = forms.EmailField(label="Send a test to")
