"""What each kind of announcement says where its artist says nothing else, to whom it goes, and when
it is due around a release. Texts are Markdown; words in braces are filled in when it is written."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.segment import Segment
from countin.presaves.states import State


@dataclass(frozen=True)
class Kind:
    """One kind. `days` counts from the release date; None: whenever it is needed."""

    title: str  # as the studio names it
    subject: str | Promise
    text: str | Promise
    days: int | None
    segment: Segment = field(default_factory=Segment)
    # The worker makes it when there is cause, and everybody reads it in their own language.
    is_by_itself: bool = False

    @property
    def offset(self) -> timedelta | None:
        """From the release date."""
        return None if self.days is None else timedelta(days=self.days)


# Stands, alone on its line, where only the artist can know what to say.
UNWRITTEN: Final = "…"
_ISOLATED_ADDRESS: Final = re.compile("\\(\u2068(\\{\\w+\\})\u2069\\)")

KINDS: Final[Mapping[AnnouncementKind, Kind]] = {
    AnnouncementKind.NEWS: Kind(
        "News",
        _("News from {artist}"),
        f"{UNWRITTEN}\n\n[{{artist}}]({{link}})\n\n{{artist}}",
        days=None,
    ),
    AnnouncementKind.ANNOUNCEMENT: Kind(
        "Announcement",
        _("“{title}” is out on {date}"),
        _(
            "On **{date}** our next release comes out: **{title}**.\n\n"
            "If you want it in your library the moment it is out, one press is enough.\n\n"
            "[Pre-save “{title}”]({link})\n\n"
            "{artist}"
        ),
        days=-28,
    ),
    AnnouncementKind.REMINDER: Kind(
        "Reminder to those who have not acted",
        _("“{title}” is out on {date}: shall we save it for you?"),
        _(
            "**{title}** is out on **{date}**. If you want it in your library then, press once; "
            "if not, there is nothing to do.\n\n"
            "[Pre-save “{title}”]({link})\n\n"
            "{artist}"
        ),
        days=-14,
        segment=Segment(promised=False),
    ),
    AnnouncementKind.EVE: Kind(
        "Eve of release",
        _("Tomorrow: “{title}”"),
        _(
            "Tomorrow **{title}** is out. Whoever pre-saved it finds it in the library; everybody "
            "else finds it here.\n\n"
            "[To “{title}”]({link})\n\n"
            "{artist}"
        ),
        days=-1,
    ),
    AnnouncementKind.OUT_NOW: Kind(
        "Out now",
        _("“{title}” is out"),
        _("**{title}** is out now.\n\n[Listen to “{title}”]({link})\n\n{artist}"),
        days=0,
    ),
    AnnouncementKind.THANKS: Kind(
        "Thank you",
        _("Thank you for “{title}”"),
        _(
            "You pre-saved **{title}**, and it has been out since {date}. Thank you.\n\n"
            "[To “{title}”]({link})\n\n"
            "{artist}"
        ),
        days=7,
        segment=Segment(promised=True),
    ),
    AnnouncementKind.RECONNECT: Kind(
        "Reconnect your account",
        _("“{title}” needs you once more"),
        _(
            "The permission that you gave for **{title}** does not work any more, so it can't be "
            "saved for you. One tap on your own page gives it anew.\n\n"
            "[Connect again]({own_page})\n\n"
            "{artist}"
        ),
        days=None,
        segment=Segment(state=State.NEEDS_FAN.value),
    ),
    AnnouncementKind.NOT_SAVED: Kind(
        "Your save could not be made",
        _("“{title}” could not be saved for you"),
        _(
            "You asked us to save **{title}**, and it did not work. One tap opens it, and there "
            "you can save it yourself.\n\n"
            "[Open “{title}”]({link})\n\n"
            "What happened stands on [your own page]({own_page}).\n\n"
            "{artist}"
        ),
        days=1,
        segment=Segment(state=State.FAILED.value),
    ),
    AnnouncementKind.MOVED: Kind(
        "The date has moved",
        _("“{title}” now comes out on {date}"),
        _(
            "The release of **{title}** has moved. It comes out on **{date}**.\n\n"
            "What you asked for stays as it is and follows the new date. There is nothing to "
            "do.\n\n"
            "You can look at it, or withdraw it, on [your own page]({own_page}).\n\n"
            "{artist}"
        ),
        days=None,
        segment=Segment(concern="open"),
        is_by_itself=True,
    ),
    AnnouncementKind.ENDED: Kind(
        "The campaign has ended",
        _("What you asked for “{title}” has ended"),
        _(
            "The campaign for **{title}** has ended before what you asked for could be done. "
            "Nothing will be saved for you, and no reminder comes.\n\n"
            "The permission that you gave for a save is deleted, unless something else that you "
            "asked for still needs it. There is nothing to do.\n\n"
            "What we still hold about you stands on [your own page]({own_page}).\n\n"
            "{artist}"
        ),
        days=None,
        segment=Segment(concern="ended"),
        is_by_itself=True,
    ),
}
# What a person can write.
WRITTEN: Final = tuple(name for name, kind in KINDS.items() if not kind.is_by_itself)


def words_of(kind: AnnouncementKind, *, language: str) -> tuple[str, str]:
    """Subject and text of this kind, in this language."""
    with override(language):
        subject, text = str(KINDS[kind].subject), str(KINDS[kind].text)
    # Right-to-left translations isolate what is filled in, and an address must stand bare.
    return subject, _ISOLATED_ADDRESS.sub(r"(\1)", text)


def fill(text: str, *, words: Mapping[str, Callable[[], str]]) -> str:
    """The text with these words in the places of their names; a brace of any other name stays
    as it is. A word is only made where it stands."""
    for name, make in words.items():
        place = "{" + name + "}"
        if place in text:
            text = text.replace(place, make())
    return text
