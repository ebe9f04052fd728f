"""The mail around an announcement's text. It is the same for everybody but for two keys, so it is
made once a language and kept: laying out HTML takes ten times as long as handing a mail in."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django.utils.safestring import mark_safe
from django.utils.translation import override

from countin.messaging.announcing.markdown import render_html, render_plain
from countin.messaging.languages import direction
from countin.messaging.letters import PICTURE_ID
from countin.messaging.letters import render_html as render_html_letter
from countin.messaging.letters import render_text as render_text_letter
from countin.workspaces.controllers import Named

# Where each reader's own keys go. Letters and digits alone, which nothing escapes.
UNSUBSCRIBE_KEY: Final = "0unsubscribe0key0goes0here0"
OWN_PAGE_KEY: Final = "0own0page0key0goes0here0"
_BEGINNING: Final = 110  # characters that mail programs show beside the subject


@dataclass(frozen=True)
class Frame:
    """All that a mail shows and that is not one reader's alone."""

    subject: str
    text: str
    text_language: str
    language: str  # of our words around it
    artist: str
    title: str
    link: str
    has_picture: bool
    controller: Named
    privacy_address: str
    unsubscribe_address: str


@lru_cache(maxsize=64)
def render_frame(frame: Frame) -> tuple[str, str]:
    """Plain text and HTML, with the places for the keys."""
    plain = render_plain(frame.text)
    with override(frame.text_language):
        text_direction = direction()
    with override(frame.language):
        words: dict[str, Any] = {
            **vars(frame),
            "direction": direction(),
            "text_direction": text_direction,
            # Made by our own renderer, which escapes everything and knows no HTML.
            "html": mark_safe(render_html(frame.text)),  # noqa: S308
            "plain": plain,
            "beginning": " ".join(plain.split())[:_BEGINNING],
            "picture_id": PICTURE_ID,
        }
        return render_text_letter("announcement", words), render_html_letter("announcement", words)
