"""The organizer's clip and video as players ask for them: in parts. An iPhone plays nothing from
an address that can't be asked for a part."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

_TYPES: Final = {
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webp": "image/webp",
    "vtt": "text/vtt; charset=utf-8",
}
_BLOCK: Final = 64 * 1024  # bytes
# A browser that asks for "all from here" reads as fast as it plays, and would hold one of our few
# threads for as long. It is given this much, and asks again for the rest (RFC 9110, 15.3.7).
LARGEST_PART: Final = 512 * 1024
_ONE_PART: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class NoSuchPart(Exception):
    """The part asked for lies beyond the file."""


@require_safe
def show_recording(request: HttpRequest, *, folder: str, stem: str, kind: str) -> HttpResponseBase:
    """A stored file, or the part asked for. The address is checked by its pattern: it can lead
    nowhere else."""
    path: Path = settings.MEDIA_ROOT / folder / f"{stem}.{kind}"
    if not path.is_file():
        raise Http404("no such recording")
    size = path.stat().st_size
    tag = f'"{stem}-{kind}"'
    if tag in request.headers.get("If-None-Match", ""):
        return _named(HttpResponse(status=304), tag=tag)
    try:
        part = _part_asked_for(request, size=size, tag=tag)
    except NoSuchPart:
        answer = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _named(answer, tag=tag)
    return _named(_answer(path, part=part, size=size, type_=_TYPES[kind]), tag=tag)


def _part_asked_for(request: HttpRequest, *, size: int, tag: str) -> range | None:
    """None: all of it. Several parts at once are not served; all of it is a fair answer, and so
    it is where the file at hand is another than the one that part belongs to (If-Range)."""
    found = _ONE_PART.fullmatch(request.headers.get("Range", "").strip())
    if not found or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = found.groups()
    if not first and not last:
        return None
    if not first:  # the last so many bytes
        start, end = max(0, size - int(last)), size
    else:
        start = int(first)
        end = min(size, int(last) + 1 if last else start + LARGEST_PART)
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise NoSuchPart
    return range(start, end)


def _answer(path: Path, *, part: range | None, size: int, type_: str) -> StreamingHttpResponse:
    sent = part if part is not None else range(size)
    answer = StreamingHttpResponse(
        _blocks(path, part=sent),
        status=200 if part is None else 206,
        content_type=type_,
        headers={"Content-Length": str(len(sent))},
    )
    if part is not None:
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return answer


def _blocks(path: Path, *, part: range) -> Iterator[bytes]:
    # Opened when the first block is asked for: an answer without a body opens nothing.
    with path.open("rb") as file:
        file.seek(part.start)
        left = len(part)
        while left and (block := file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


def _named(answer: HttpResponseBase, *, tag: str) -> HttpResponseBase:
    # Named by content: it never changes.
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    answer["ETag"] = tag
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
