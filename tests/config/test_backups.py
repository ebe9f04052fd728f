"""The file of a backup: whole, private, without keys, and refused where it is none."""

import io
import json
import secrets
import shutil
import tarfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from countin.config.backups.archive import BadBackup, Manifest, unpack_archive, write_archive

NOW = datetime(2026, 12, 18, tzinfo=UTC)


def no_words(_words: str) -> None:
    """Nobody watches."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A backup with a database and one picture."""
    (tmp_path / "media" / "covers").mkdir(parents=True)
    (tmp_path / "media" / "covers" / "a.webp").write_bytes(b"picture")
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "vault_private_key").write_text("s3cret")
    database = tmp_path / "database"
    database.write_bytes(b"rows" * 1000)
    path = tmp_path / "backup.tar.gz"
    write_archive(
        path,
        manifest=Manifest.of(database, kind="sqlite", now=NOW),
        database=database,
        media=tmp_path / "media",
        shows=no_words,
    )
    return path


def test_what_was_put_in_comes_out(file: Path, tmp_path: Path):
    into = tmp_path / "out"
    into.mkdir()

    manifest = unpack_archive(file, into=into, shows=no_words)

    assert (manifest.made_at, manifest.kind) == ("2026-12-18T00:00:00Z", "sqlite")
    assert (into / "database").read_bytes() == b"rows" * 1000
    assert (into / "media" / "covers" / "a.webp").read_bytes() == b"picture"


def test_it_is_its_owners_alone_and_holds_no_key(file: Path):
    with tarfile.open(file) as archive:
        names = archive.getnames()

    assert file.stat().st_mode & 0o777 == 0o600
    assert names == ["manifest.json", "database", "media/covers/a.webp"]


def test_it_overwrites_nothing(file: Path, tmp_path: Path):
    before = file.read_bytes()

    with pytest.raises(FileExistsError):
        write_archive(
            file,
            manifest=Manifest.of(tmp_path / "database", kind="sqlite", now=NOW),
            database=tmp_path / "database",
            media=tmp_path / "media",
            shows=no_words,
        )

    assert file.read_bytes() == before


def _packed(path: Path, *members: tuple[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return path


def _manifest(**changes: object) -> bytes:
    told = {"form": 1, "made_at": "x", "kind": "sqlite", "database_sha256": "0"}
    return json.dumps(told | changes).encode()


@pytest.mark.parametrize(
    "members",
    [
        [("../outside", b"x")],
        [("keys/vault_private_key", b"x")],
        [("manifest.json", _manifest()), ("database", b"other rows")],
        [("manifest.json", _manifest(form=9)), ("database", b"")],
        [("manifest.json", b"[]"), ("database", b"")],
        [("database", b"")],
    ],
    ids=["a way out", "a key", "changed", "newer", "no manifest of ours", "no manifest"],
)
def test_what_is_no_whole_backup_is_refused(tmp_path: Path, members: list[tuple[str, bytes]]):
    path, into = _packed(tmp_path / "bad.tar.gz", *members), tmp_path / "out"
    into.mkdir()

    with pytest.raises(BadBackup, match=r"backup|Update first"):
        unpack_archive(path, into=into, shows=no_words)

    assert not (tmp_path / "outside").exists()


def test_a_file_cut_in_the_middle_is_refused(file: Path, tmp_path: Path):
    cut, into = tmp_path / "cut.tar.gz", tmp_path / "out"
    cut.write_bytes(file.read_bytes()[:-40])
    into.mkdir()

    with pytest.raises(BadBackup):
        unpack_archive(cut, into=into, shows=no_words)


@pytest.mark.parametrize("content", [b"rows" * 5000, secrets.token_bytes(20_000)])
def test_a_turned_bit_is_refused_or_changes_nothing_of_what_is_in_it(
    tmp_path: Path, content: bytes
):
    (tmp_path / "media").mkdir()
    (tmp_path / "media" / "last.webp").write_bytes(content)
    (tmp_path / "database").write_bytes(b"rows")
    path, into = tmp_path / "backup.tar.gz", tmp_path / "out"
    write_archive(
        path,
        manifest=Manifest.of(tmp_path / "database", kind="sqlite", now=NOW),
        database=tmp_path / "database",
        media=tmp_path / "media",
        shows=no_words,
    )
    whole, refused = path.read_bytes(), 0
    for place in range(len(whole) // 3, len(whole), len(whole) // 20):
        turned = bytearray(whole)
        turned[place] ^= 1
        path.write_bytes(turned)
        into.mkdir()

        try:
            unpack_archive(path, into=into, shows=no_words)
        except BadBackup:
            refused += 1
        else:  # a bit that deflate does not read, such as of a code that nothing uses
            assert (into / "media" / "last.webp").read_bytes() == content
        shutil.rmtree(into)

    assert refused >= 8


def test_one_that_fails_leaves_nothing_behind(tmp_path: Path):
    (tmp_path / "database").write_bytes(b"rows")
    manifest = Manifest.of(tmp_path / "database", kind="sqlite", now=NOW)
    (tmp_path / "database").unlink()

    with pytest.raises(FileNotFoundError):
        write_archive(
            tmp_path / "backup.tar.gz",
            manifest=manifest,
            database=tmp_path / "database",
            media=tmp_path / "media",
            shows=no_words,
        )

    assert [path.name for path in tmp_path.iterdir()] == ["manifest.json"]
