"""Addresses of stylesheets and scripts that change with their content: after an update no browser
joins a new page to an old script, and until then none asks for one again."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage

_LETTERS: Final = 6  # 24 bits tell one version of a file from the next; a page holds eight


class MarkedByContent(StaticFilesStorage):
    """Django's own, with a mark of the content behind each address of a file that there is."""

    def url(self, name: str | None) -> str:
        address = super().url(name)
        mark = _mark_of(name) if name else ""
        return f"{address}?{mark}" if mark else address


@cache
def _mark_of(name: str) -> str:
    """Once a process: files change with an update, and that starts it anew. "" without a file."""
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:_LETTERS] if path else ""
