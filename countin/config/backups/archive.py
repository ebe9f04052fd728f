"""The file of a backup: what is in it, and that it is what was put in."""

import gzip
import hashlib
import json
import os
import tarfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO

_FORM, _KNOWN_FORMS = 2, (1, 2)
_MANIFEST = "manifest.json"
DATABASE = "database"
MEDIA = "media"
Shows = Callable[[str], None]
_NOT_WHOLE = (tarfile.TarError, zlib.error, EOFError, ValueError, TypeError, KeyError, OSError)


class BadBackup(Exception):
    """No backup of ours, or not whole; the message says what to do."""


@dataclass(frozen=True)
class Manifest:
    """The first thing in the file."""

    form: int
    made_at: str  # ISO 8601, UTC
    kind: str  # sqlite or postgresql
    database_sha256: str
    keys: dict[str, int] = field(default_factory=dict)  # how many rows each vault key sealed

    @classmethod
    def of(
        cls, database: Path, *, kind: str, now: datetime, keys: Mapping[str, int] | None = None
    ) -> "Manifest":
        """`now`: no later than the moment of the dump."""
        made_at = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        return cls(_FORM, made_at, kind, _sha256(database), dict(keys or {}))


def write_archive(
    path: Path, *, manifest: Manifest, database: Path, media: Path, shows: Shows
) -> None:
    """Manifest, database, media; never a key. Written beside the database, which has to be on
    the same disk. Raises FileExistsError. Killed in the middle it leaves nothing under the name."""
    if path.exists():
        raise FileExistsError(path)
    aside = database.with_name("part")
    with _private(aside) as file, tarfile.open(fileobj=file, mode="w:gz") as archive:
        _add_text(archive, _MANIFEST, text=json.dumps(asdict(manifest)), beside=database)
        shows("database")
        archive.add(database, DATABASE)
        for picture in sorted(media.rglob("*")) if media.is_dir() else []:
            if picture.is_file():
                shows(f"media {picture.name}")
                with suppress(FileNotFoundError):  # an organizer changed it meanwhile
                    archive.add(picture, f"{MEDIA}/{picture.relative_to(media).as_posix()}")
    os.link(aside, path)  # whoever was quicker keeps the name
    aside.unlink()


def unpack_archive(path: Path, *, into: Path, shows: Shows) -> Manifest:
    """Unpack into an empty folder, and check. Raises BadBackup."""
    try:
        with gzip.open(path) as packed:
            with tarfile.open(fileobj=packed, mode="r:") as archive:
                for member in archive:
                    _check_name(member)
                    shows(member.name)
                    archive.extract(member, into, filter="data")
            _read_to_the_end(packed)
        manifest = Manifest(**json.loads((into / _MANIFEST).read_text()))
    except _NOT_WHOLE as error:
        raise BadBackup(
            f"{path} is no whole backup of Count-In ({type(error).__name__}). Take another one."
        ) from error
    if manifest.form not in _KNOWN_FORMS:
        raise BadBackup(f"{path} was made by a newer version. Update first, then restore.")
    if _sha256(into / DATABASE) != manifest.database_sha256:
        raise BadBackup(f"The database in {path} is not what was put in. Take another backup.")
    return manifest


def _check_name(member: tarfile.TarInfo) -> None:
    parts = PurePosixPath(member.name).parts
    is_known = member.name in (_MANIFEST, DATABASE) or (len(parts) > 1 and parts[0] == MEDIA)
    if not member.isfile() or not is_known:
        raise ValueError(member.name)


def _read_to_the_end(packed: gzip.GzipFile) -> None:
    # The sum over everything stands there; an archive is read up to its last member only.
    while packed.read(1 << 20):
        pass


def _add_text(archive: tarfile.TarFile, name: str, *, text: str, beside: Path) -> None:
    file = beside.with_name(name)
    file.write_text(text)
    archive.add(file, name)


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)  # half a backup is personal data that nobody looks after
        raise


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
