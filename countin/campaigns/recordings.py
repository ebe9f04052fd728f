"""Audio and video of the organizer's: re-encoded once in a program of its own, and kept by content
below the media directory."""

import hashlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import countin

_RECIPE: Final = "1"  # part of the name: raised when the same file is to be encoded anew
_LONGEST_WAIT: Final = 900.0  # seconds; 90 seconds of 4K take about five minutes on two cores
_TOO_MUCH: Final = "It takes more memory or time than a short file should, or it is damaged."


class BadRecording(Exception):
    """The file can't be used; `mend` is the next step."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True)
class Recording:
    """`stem` below the media directory, without suffix; `facts` as the encoder told them."""

    stem: str
    facts: Mapping[str, float]


def take_recording(
    path: Path, *, kind: str, folder: str, suffixes: Mapping[str, str], media_root: Path
) -> Recording:
    """Encode `kind` (audio or video) anew, unless that was done before. `suffixes`: what the
    encoder writes to how it is kept. Raises BadRecording, with nothing kept."""
    stem = f"{folder}/{_name_of(path)}"
    facts = media_root / f"{stem}.json"  # written last: where it stands, all stands
    if not facts.exists():
        (media_root / folder).mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=media_root / folder, prefix=".") as aside:
            told = _encode(path, kind=kind, folder=Path(aside))
            for made, suffix in suffixes.items():
                (Path(aside) / made).replace(media_root / f"{stem}{suffix}")
            written = Path(aside) / "facts.json"
            written.write_text(json.dumps(told))
            written.replace(facts)
    return Recording(stem, json.loads(facts.read_text()))


def refuse_large(path: Path, *, most: int) -> None:
    """Raises BadRecording beyond so many bytes."""
    if path.stat().st_size > most:
        what = f"{path.name!r} is larger than {most // 1024**2} MB."
        raise BadRecording(what, "Export it smaller: at most 90 seconds, as M4A or MP4.")


def _name_of(path: Path) -> str:
    digest = hashlib.sha256(_RECIPE.encode())
    with path.open("rb") as file:
        while block := file.read(1024**2):
            digest.update(block)
    return digest.hexdigest()[:24]


def _encode(path: Path, *, kind: str, folder: Path) -> dict[str, float]:
    told = _ask_encoder(path, kind=kind, folder=folder)
    if "what" in told:
        raise BadRecording(str(told["what"]), str(told["mend"]))
    return told


def _ask_encoder(path: Path, *, kind: str, folder: Path) -> dict[str, Any]:
    """It gets the bytes, a folder of its own, and nothing else: no setting, no key."""
    command = [sys.executable, "-m", "countin.campaigns.recoding", kind, str(folder.absolute())]
    with path.open("rb") as file:
        try:
            done = subprocess.run(  # noqa: S603  # every word of it is ours
                command,
                stdin=file,
                capture_output=True,
                timeout=_LONGEST_WAIT,
                cwd=folder,
                env=_bare_environment(),
                check=True,
            )
            told: dict[str, Any] = json.loads(done.stdout)
        except (subprocess.SubprocessError, ValueError):
            raise BadRecording(_TOO_MUCH, "Export it anew, as M4A or MP4.") from None
    return told


def _bare_environment() -> dict[str, str]:
    home = str(Path(countin.__file__).parents[1])
    return {"PYTHONPATH": home, "PYTHONSAFEPATH": "1", "PYTHONDONTWRITEBYTECODE": "1"}
