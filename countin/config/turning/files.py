"""The vault's key files while they are turned. Cut short anywhere, they still open and seal.

The old private key keeps its place on the disk and gets a second name in `vault_retired`, so that
destroying it later overwrites the only copy. Then the new private key takes the first name;
the new public key comes last, when every reader of the ring can open what it seals.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from countin.config.durable import holding, overwrite_and_unlink, sync_folder, write_anew
from countin.config.keys import PRIVATE, PUBLIC, RETIRED
from countin.vault.keys import KeyRing, NoVaultKey, PublicKey, make_keypair

_DYING = ".dying-"


@contextmanager
def holding_keys(folder: Path) -> Iterator[None]:
    """One turns or destroys at a time."""
    with holding(folder / "turning.lock"):
        for aside in folder.glob(".vault_*"):  # of whoever was killed while writing one
            overwrite_and_unlink(aside)
        yield


def turn_files(folder: Path) -> tuple[str, str]:
    """A new pair in place of the old one. Returns the ids of both keys, the old one first.
    Call while holding the keys."""
    mend_public(folder)
    before = _current_in(folder)
    private, public = make_keypair()
    _retire(folder, key_id=before)
    write_anew(folder / PRIVATE, private.as_text() + "\n")
    write_anew(folder / PUBLIC, public.as_text() + "\n")
    return before, private.id


def retired_in(folder: Path) -> list[str]:
    """The ids of the keys that only open, those half destroyed among them."""
    current = _current_in(folder)
    names = {path.name.removeprefix(_DYING) for path in (folder / RETIRED).glob("*")}
    return sorted(names - {current})


def destroy_file(folder: Path, *, key_id: str) -> None:
    """Overwrite the one copy of a retired key, and take its name away. Call while holding the
    keys."""
    retired = folder / RETIRED
    with suppress(FileNotFoundError):
        # First out of the ring's sight: nobody reads half a key.
        (retired / key_id).rename(retired / f"{_DYING}{key_id}")
    for dying in retired.glob(f"{_DYING}*"):  # also one that a kill left half destroyed
        overwrite_and_unlink(dying)


def mend_public(folder: Path) -> None:
    """Where a turn was cut short, pages still seal with the old public key: they get the new."""
    private = KeyRing.from_text((folder / PRIVATE).read_text()).current
    path = folder / PUBLIC
    with suppress(NoVaultKey, FileNotFoundError):
        seals = PublicKey.from_text(path.read_text())
        is_of_a_cut_turn = (folder / RETIRED / seals.id).exists()
        if seals != private.public_key and is_of_a_cut_turn:
            write_anew(path, private.public_key.as_text() + "\n")


def _current_in(folder: Path) -> str:
    return KeyRing.from_text((folder / PRIVATE).read_text()).current.id


def _retire(folder: Path, *, key_id: str) -> None:
    retired = folder / RETIRED
    retired.mkdir(mode=0o700, exist_ok=True)
    with suppress(FileExistsError):  # of a turn that was cut short here: the same file
        os.link(folder / PRIVATE, retired / key_id)
    sync_folder(retired)
