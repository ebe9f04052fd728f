"""`python -m countin.campaigns.recoding audio|video FOLDER < FILE`: one JSON object on standard
output, what came of it or why nothing did."""

import errno
import json
import resource
import sys
from pathlib import Path
from typing import Final

import av

from countin.campaigns.recoding.audio import recode_audio
from countin.campaigns.recoding.sources import Unusable
from countin.campaigns.recoding.video import recode_video

MEMORY: Final = 2 * 1024**3  # bytes of addresses: 4K video takes half
_CPU: Final = 600  # seconds
_FILE: Final = 80 * 1024**2  # bytes written
_OPEN_FILES: Final = 32
_NO_ROOM: Final = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


def limit_resources() -> None:
    """From here on, what is read can't take the machine with it."""
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, _CPU),
        (resource.RLIMIT_FSIZE, _FILE),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        wanted = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (wanted, wanted))


def _recode(kind: str, *, folder: Path) -> dict[str, float]:
    file = sys.stdin.buffer
    if kind == "audio":
        return recode_audio(file, target=folder / "sound.m4a")
    return recode_video(file, target=folder / "film.mp4", poster=folder / "poster.webp")


def _tell(kind: str, *, folder: Path) -> dict[str, float] | dict[str, str]:
    try:
        return _recode(kind, folder=folder)
    except Unusable as bad:
        return {"what": bad.what, "mend": bad.mend}
    except (av.error.FFmpegError, ValueError) as error:
        if isinstance(error, MemoryError):
            raise
        if getattr(error, "errno", None) in _NO_ROOM:
            return {
                "what": "It could not be stored: the disk is full, or it grew beyond bounds.",
                "mend": "Make room, or export it smaller.",
            }
        return {"what": "It is damaged.", "mend": "Export it anew."}


def main() -> None:
    """Encode what stands on standard input."""
    kind, folder = sys.argv[1:]
    limit_resources()
    sys.stdout.write(json.dumps(_tell(kind, folder=Path(folder))))


if __name__ == "__main__":
    main()
