"""What a browser shows when it is notified."""

import json

from django.utils.translation import gettext as _
from django.utils.translation import override

from countin.messaging.languages import direction, language_of
from countin.messaging.models import Reminder
from countin.messaging.web_push.encrypting import LARGEST_TEXT
from countin.providers.contract import Provider

_LONGEST_LINE = 300


def write_notice(reminder: Reminder, *, address: str, provider: Provider | None) -> bytes:
    """JSON for `/sw.js`: title, text, the address that a tap opens, and a tag by which a second
    notice replaces the first."""
    release = reminder.campaign.release
    language = language_of(reminder)
    with override(language):
        words = {
            "title": release.title,
            "artist": release.artist.name,
            "service": provider.words.name if provider else "",
        }
        text = _("by %(artist)s. Tap to open it on %(service)s.") % words
        return pack_notice(
            title=_("Out now: “%(title)s”") % words,
            body=text if provider else _("by %(artist)s. Tap to listen.") % words,
            address=address,
            tag=f"release-{reminder.campaign_id}",
            language=language,
            text_direction=direction(),
        )


def pack_notice(
    *, title: str, body: str, address: str, tag: str, language: str, text_direction: str
) -> bytes:
    """Short enough to be pushed, in any language."""
    notice = {
        "title": title[:_LONGEST_LINE],
        "body": body[:_LONGEST_LINE],
        "address": address,
        "tag": tag,
        "lang": language,
        "dir": text_direction,
    }
    packed = json.dumps(notice, ensure_ascii=False).encode()
    assert len(packed) <= LARGEST_TEXT
    return packed
