"""Finding things in a mail as its reader does."""

import re
from email.message import EmailMessage


def text_of(message: EmailMessage) -> str:
    """The plain twin."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    """The HTML."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def key_after(message: EmailMessage, *, path: str) -> str:
    """The key in the link that begins with this path."""
    found = re.search(rf"https://presave\.example{path}([\w-]+)", text_of(message))
    assert found
    return found[1]
