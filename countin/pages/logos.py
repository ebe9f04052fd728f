"""A service's official logo, where the operator has placed its file: shown beside the button's
text, never instead of it. An SVG may hold scripts, so the file is served as a picture alone."""

import hashlib
import io
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from PIL import Image

FOLDER: Final = "logos"  # in the data directory
LARGEST_FILE: Final = 100 * 1024  # bytes
_TYPES: Final = {".svg": "image/svg+xml", ".png": "image/png"}
_HEIGHT: Final = 24  # pixels on the page
_WIDEST: Final = 120
_ALONE: Final = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
_NUMBER: Final = r"[0-9]{1,6}(?:\.[0-9]{1,6})?"
_VIEW_BOX: Final = re.compile(
    rf"viewBox\s*=\s*[\"']\s*\S+\s+\S+\s+({_NUMBER})\s+({_NUMBER})\s*[\"']"
)


class BadLogo(Exception):
    """The file can't be shown; the message says why and the next step."""


@dataclass(frozen=True)
class LogoFile:
    """`width` and `height` on the page, in pixels."""

    raw: bytes
    suffix: str
    name: str  # 12 hex digits of its content
    width: int
    height: int


def find_logo(service: str) -> LogoFile | None:
    """The file placed for this service, SVG before PNG. Raises BadLogo."""
    for suffix in _TYPES:
        path: Path = settings.DATA_DIR / FOLDER / f"{service}{suffix}"
        if path.is_file():
            found = path.stat()
            return _read_logo(path, found.st_mtime_ns, found.st_size)
    return None


def logo_on_page(service: str) -> tuple[str, LogoFile] | None:
    """Its address and measures, or None: a bad file is the doctor's to name."""
    try:
        logo = find_logo(service)
    except BadLogo:
        return None
    if logo is None:
        return None
    parts = {"service": service, "name": logo.name, "kind": logo.suffix.removeprefix(".")}
    return reverse("logo", kwargs=parts), logo


@require_safe
def show_logo(_request: HttpRequest, *, service: str, name: str, kind: str) -> HttpResponse:
    """The file, to be shown as a picture and to do nothing else."""
    try:
        logo = find_logo(service)
    except BadLogo:
        logo = None
    if logo is None or (logo.name, logo.suffix) != (name, f".{kind}"):
        raise Http404("no such logo")
    response = HttpResponse(logo.raw, _TYPES[logo.suffix])
    response["Content-Security-Policy"] = _ALONE
    response["X-Content-Type-Options"] = "nosniff"
    # Named by content: it never changes.
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@lru_cache(maxsize=32)
def _read_logo(path: Path, _changed: int, size: int) -> LogoFile:
    if size > LARGEST_FILE:
        raise BadLogo(f"{path.name} is larger than {LARGEST_FILE // 1024} KB. Take a smaller one.")
    raw = path.read_bytes()
    wide, high = _measure_svg(raw) if path.suffix == ".svg" else _measure_png(raw)
    width = min(_WIDEST, round(_HEIGHT * wide / high))
    name = hashlib.sha256(raw).hexdigest()[:12]
    return LogoFile(raw, path.suffix, name, max(1, width), _HEIGHT)


def _measure_svg(raw: bytes) -> tuple[float, float]:
    text = raw.decode("utf-8", "replace")
    if "<svg" not in text:
        raise BadLogo("The .svg file holds no SVG picture. Take the service's own file.")
    found = _VIEW_BOX.search(text)
    wide, high = (float(found[1]), float(found[2])) if found else (1.0, 1.0)
    return (wide, high) if wide and high else (1.0, 1.0)


def _measure_png(raw: bytes) -> tuple[float, float]:
    try:
        with Image.open(io.BytesIO(raw), formats=("PNG",)) as picture:
            return picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BadLogo("The .png file holds no PNG picture. Take the service's own file.") from None
