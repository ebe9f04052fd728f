"""Reads which files stand beside a campaign file: picture, clip, video and its captions. Whether
they can be used is judged by who re-encodes them."""

import stat
from pathlib import Path

from countin.campaigns.artwork import BadArtwork, check_artwork
from countin.campaigns.codes import BadCode
from countin.campaigns.fields import Fields


def read_artwork(fields: Fields, *, folder: Path | None) -> Path | None:
    """The picture, which can be decoded."""
    path = _read_beside(fields, key="artwork", noun="picture", folder=folder)
    if path is None:
        return None
    try:
        check_artwork(path)
    except BadArtwork as bad:
        fields.refuse("artwork", what=bad.what, mend=bad.mend)
        return None
    return path


def read_clip(fields: Fields, *, folder: Path | None) -> Path | None:
    """The organizer's own audio."""
    return _read_beside(fields, key="clip", noun="clip", folder=folder)


def read_video(fields: Fields, *, folder: Path | None) -> Path | None:
    """The organizer's own video."""
    return _read_beside(fields, key="video", noun="video", folder=folder)


def read_captions(fields: Fields, *, folder: Path | None) -> Path | None:
    """What is said in the video, as WebVTT."""
    if fields.has("captions") and not fields.has("video"):
        what = "`captions` belong to a video, and there is none."
        fields.refuse("captions", what=what, mend="Add `video:`, or remove the line.")
        return None
    return _read_beside(fields, key="captions", noun="captions file", folder=folder)


def _read_beside(fields: Fields, *, key: str, noun: str, folder: Path | None) -> Path | None:
    if not (text := fields.text(key)):
        return None
    try:
        return _resolve(text, noun=noun, folder=folder)
    except BadCode as bad:
        fields.refuse(key, what=bad.what, mend=bad.mend)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no usable path"
        what = f"The {noun} can't be read ({reason})."
        fields.refuse(key, what=what, mend="Check its name and permissions.")
    return None


def _resolve(text: str, *, noun: str, folder: Path | None) -> Path:
    if folder is None:
        what = f"What is sent has no {noun} lying beside it."
        raise BadCode(what, "Leave the line out; what the page shows already stays.")
    # resolve() follows symbolic links, so that none leads out of the folder.
    path = (folder / text).resolve()
    if Path(text).is_absolute() or not path.is_relative_to(folder.resolve()):
        what = f"The {noun} {text!r} lies outside the file's folder."
        raise BadCode(what, "Copy it beside the campaign file.")
    if not path.exists():
        what = f"There is no {noun} {path.name!r} beside the file."
        raise BadCode(what, "Put it there, or mend the name.")
    if not stat.S_ISREG(path.stat().st_mode):
        raise BadCode(f"{path.name!r} is no file.", f"Name the {noun} itself.")
    with path.open("rb"):
        return path
