"""Captions of a video: WebVTT, read cue by cue and written anew, so that nothing but times and
words is kept."""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from countin.campaigns.recordings import BadRecording

_LARGEST_FILE: Final = 256 * 1024  # bytes
_MEND: Final = "Write it like: WEBVTT, an empty line, 00:01.000 --> 00:03.000, the words."
_TIME: Final = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING: Final = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t].*)?")
_NO_CUES: Final = ("NOTE", "STYLE", "REGION")
# Only what marks words up: voices, emphasis, ruby. Classes and times within are dropped.
_TAG: Final = re.compile(r"<(/?)(b|i|u|v|ruby|rt|lang)(?:\.[^\s>]*)?((?:[ \t][^<>]*)?)>")
_ANY_TAG: Final = re.compile(r"<[^>]*>?")


@dataclass(frozen=True)
class _Cue:
    begins: int  # milliseconds
    ends: int
    words: str


def take_captions(path: Path, *, media_root: Path) -> str:
    """Keep them; gives their name below the media directory. Raises BadRecording."""
    written = _write(_read_cues(_read(path)))
    name = f"films/{hashlib.sha256(written.encode()).hexdigest()[:24]}.vtt"
    target = media_root / name
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        aside = target.with_name(f".{target.name}")
        aside.write_text(written, encoding="utf-8")
        aside.replace(target)
    return name


def _read(path: Path) -> str:
    if path.stat().st_size > _LARGEST_FILE:
        what = f"The captions are larger than {_LARGEST_FILE // 1024} KB."
        raise BadRecording(what, "Captions of 90 seconds are a page of text.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadRecording("The captions are no UTF-8 text.", "Save them as UTF-8.") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _read_cues(text: str) -> list[_Cue]:
    head, *blocks = re.split(r"\n{2,}", text.strip("\n"))
    if not re.match(r"WEBVTT(?:[ \t\n]|$)", head):
        raise BadRecording("The captions are no WebVTT: its first word is WEBVTT.", _MEND)
    cues = [_read_cue(block) for block in blocks if not block.startswith(_NO_CUES)]
    if not cues:
        raise BadRecording("There is nothing in the captions.", _MEND)
    return sorted(cues, key=lambda cue: cue.begins)


def _read_cue(block: str) -> _Cue:
    lines = block.strip("\n").split("\n")
    if "-->" not in lines[0]:
        del lines[0]  # its name, which nobody sees
    found = _TIMING.fullmatch(lines[0].strip()) if lines else None
    if not found:
        raise BadRecording(f"The captions have no times at {_shown(block)!r}.", _MEND)
    begins, ends = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
    words = "\n".join(_cleaned(line) for line in lines[1:] if line.strip())
    if ends <= begins or not words:
        what = f"The captions end before they begin, or are empty, at {_shown(block)!r}."
        raise BadRecording(what, _MEND)
    return _Cue(begins, ends, words)


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def _cleaned(line: str) -> str:
    """Marks that are known stay; what else looks like a mark goes; the rest is text."""
    kept: list[str] = []
    at = 0
    for mark in _ANY_TAG.finditer(line):
        kept.append(line[at : mark.start()])
        if known := _TAG.fullmatch(mark.group()):
            kept.append(f"<{known[1]}{known[2]}{known[3]}>")
        at = mark.end()
    text = "".join((*kept, line[at:])).replace("-->", "→")
    return "".join(sign for sign in text if sign.isprintable())


def _write(cues: list[_Cue]) -> str:
    blocks = [f"{_clock(cue.begins)} --> {_clock(cue.ends)}\n{cue.words}" for cue in cues]
    return "\n\n".join(("WEBVTT", *blocks)) + "\n"


def _clock(milliseconds: int) -> str:
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _shown(block: str) -> str:
    return "".join(sign for sign in block[:40] if sign.isprintable())
