"""The organizer's clip and video as players ask for them: in parts. An iPhone plays nothing from
an address that can't be asked for a part."""

import re
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

_TYPES: Final = {
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "webp": "image/webp",
    "vtt": "text/vtt; charset=utf-8",
}
_BLOCK: Final = 64 * 1024  # bytes
# Handed to the server in one piece, which frees the thread at once. Whoever asks for "all from
# here" is given this much and asks again for the rest (RFC 9110, 15.3.7).
LARGEST_PART: Final = 512 * 1024
# What is longer is sent block by block, as fast as it is read: whoever does not read holds a
# thread. Of the 32 of a process no more than this many.
MOST_LONG_ANSWERS: Final = 4
_PLACES: Final = threading.BoundedSemaphore(MOST_LONG_ANSWERS)
_FREE_AGAIN_S: Final = 5
_ONE_PART: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class NoSuchPart(Exception):
    """The part asked for lies beyond the file."""


class NoPlace(Exception):
    """As many long answers as may be are under way."""


class LongAnswer:
    """A part of a file, block by block. Holds one of the places until it is closed or forgotten.
    Raises NoPlace."""

    def __init__(self, path: Path, *, part: range) -> None:
        self._file = path.open("rb")
        self._part = part
        if not _PLACES.acquire(blocking=False):
            self._file.close()
            raise NoPlace
        # Once only, whoever comes first: an answer that fails on its way out is never closed.
        self.close = weakref.finalize(self, _give_back, self._file)

    def __iter__(self) -> Iterator[bytes]:
        self._file.seek(self._part.start)
        left = len(self._part)
        while left and (block := self._file.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


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
        answer = _answer(request, path=path, part=part, size=size)
    except NoSuchPart:
        refusal = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _named(refusal, tag=tag)
    except NoPlace:
        return _ask_later()
    answer["Content-Type"] = _TYPES[kind]
    return _named(answer, tag=tag)


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


def _answer(request: HttpRequest, *, path: Path, part: range | None, size: int) -> HttpResponseBase:
    """Less than a part that was asked for is a fair answer to that, where no place is left."""
    whole = range(size)
    try:
        answer = _holding(request, path=path, part=whole if part is None else part)
    except NoPlace:
        if part is None:
            raise
        part = part[:LARGEST_PART]
        answer = _holding(request, path=path, part=part)
    answer["Content-Length"] = str(len(whole if part is None else part))
    if part is not None:
        answer.status_code = 206
        answer["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{size}"
    return answer


def _holding(request: HttpRequest, *, path: Path, part: range) -> HttpResponseBase:
    if request.method == "HEAD":
        return HttpResponse()
    if len(part) > LARGEST_PART:
        return StreamingHttpResponse(LongAnswer(path, part=part))
    return HttpResponse(_read(path, part=part))


def _read(path: Path, *, part: range) -> bytes:
    with path.open("rb") as file:
        file.seek(part.start)
        return file.read(len(part))


def _give_back(file: IO[bytes]) -> None:
    file.close()
    _PLACES.release()


def _ask_later() -> HttpResponse:
    words = ngettext(
        "Many are loading this at once. Load it again in %(seconds)s second.",
        "Many are loading this at once. Load it again in %(seconds)s seconds.",
        _FREE_AGAIN_S,
    )
    return HttpResponse(
        f"{words % {'seconds': _FREE_AGAIN_S}}\n",
        status=503,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": str(_FREE_AGAIN_S), "Cache-Control": "no-store"},
    )


def _named(answer: HttpResponseBase, *, tag: str) -> HttpResponseBase:
    # Named by content: it never changes.
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    answer["ETag"] = tag
    answer["Accept-Ranges"] = "bytes"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
