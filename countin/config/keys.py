"""Makes the installation's keys on first start, and reads them. Files are 0600."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

from countin.config.environment import BadSetting, Values
from countin.messaging.web_push.vapid import NoVapidKey, VapidKey
from countin.vault.keys import KeyRing, NoVaultKey, PublicKey, make_keypair

# The vault's files: the two halves in use, and a folder of private keys that only open.
PRIVATE, PUBLIC, RETIRED = "vault_private_key", "vault_public_key", "vault_retired"


def read_secret_key(values: Values, *, data_dir: Path) -> str:
    """Signs and derives: from the settings, else from the file made on first start."""
    return values["COUNTIN_SECRET_KEY"] or _read_or_make(
        keys_dir(data_dir) / "secret_key", make=lambda: secrets.token_urlsafe(50)
    )


def read_public_key(values: Values, *, data_dir: Path) -> PublicKey:
    """What the web seals with."""
    if text := values["COUNTIN_VAULT_PUBLIC_KEY"]:
        return _public_key(text)
    if values["COUNTIN_VAULT_PRIVATE_KEY"]:
        return read_key_ring(values, data_dir=data_dir).current.public_key
    path = keys_dir(data_dir) / PUBLIC
    # The web's system user may be kept from reading the private key.
    if path.exists():
        return _public_key(path.read_text())
    public = read_key_ring(values, data_dir=data_dir).current.public_key
    return _public_key(_read_or_make(path, make=public.as_text))


def vault_keys_are_files(values: Values) -> bool:
    """Neither half is set: both are files here, which can be turned."""
    return not (values["COUNTIN_VAULT_PUBLIC_KEY"] or values["COUNTIN_VAULT_PRIVATE_KEY"])


def opens_here(values: Values, *, data_dir: Path) -> bool:
    """Whether the vault's private key is here, or will be made here. Where the public one alone
    was given, as to the pages of several machines, nothing opens and no key is to be made."""
    if values["COUNTIN_VAULT_PRIVATE_KEY"] or not values["COUNTIN_VAULT_PUBLIC_KEY"]:
        return True
    return (keys_dir(data_dir) / PRIVATE).exists()


def pushes_here(values: Values, *, data_dir: Path) -> bool:
    """Likewise, of the key that names this installation to push services."""
    if values["COUNTIN_VAPID_PRIVATE_KEY"] or not values["COUNTIN_VAPID_PUBLIC_KEY"]:
        return True
    return (keys_dir(data_dir) / "vapid_private_key").exists()


def read_key_ring(values: Values, *, data_dir: Path) -> KeyRing:
    """What the worker opens with: the current private key, then the retired ones."""
    text = values["COUNTIN_VAULT_PRIVATE_KEY"]
    if not text:
        current = _read_or_make(keys_dir(data_dir) / PRIVATE, make=_make_private_key)
        text = "\n".join([current, *_read_retired(keys_dir(data_dir) / RETIRED)])
    try:
        return KeyRing.from_text(text)
    except NoVaultKey as error:
        raise BadSetting(f"COUNTIN_VAULT_PRIVATE_KEY: {error}") from None


def read_vapid_key(values: Values, *, data_dir: Path) -> VapidKey:
    """With which the worker tells push services who pushes; made on first start."""
    text = values["COUNTIN_VAPID_PRIVATE_KEY"] or _read_or_make(
        keys_dir(data_dir) / "vapid_private_key", make=lambda: VapidKey.make().as_text()
    )
    try:
        return VapidKey.from_text(text)
    except NoVapidKey as error:
        raise BadSetting(f"COUNTIN_VAPID_PRIVATE_KEY: {error}") from None


def read_vapid_public_key(values: Values, *, data_dir: Path) -> str:
    """What pages hand to browsers. Kept beside the private one, which the web need not read."""
    if text := values["COUNTIN_VAPID_PUBLIC_KEY"]:
        return text.strip()
    if values["COUNTIN_VAPID_PRIVATE_KEY"]:
        return read_vapid_key(values, data_dir=data_dir).public_text
    path = keys_dir(data_dir) / "vapid_public_key"
    if path.exists():
        return path.read_text().strip()
    public = read_vapid_key(values, data_dir=data_dir).public_text
    return _read_or_make(path, make=lambda: public)


def _public_key(text: str) -> PublicKey:
    try:
        return PublicKey.from_text(text.strip())
    except NoVaultKey as error:
        raise BadSetting(f"COUNTIN_VAULT_PUBLIC_KEY: {error}") from None


def _make_private_key() -> str:
    private, _public = make_keypair()
    return private.as_text()


def _read_retired(folder: Path) -> list[str]:
    """The newest first. One that is being destroyed in this moment reads as nothing."""
    texts = []
    for path in sorted(folder.glob("[0-9a-f]*"), key=_made_at, reverse=True):
        with contextlib.suppress(FileNotFoundError):
            texts.append(path.read_text().strip("\0\n "))
    return texts


def _made_at(path: Path) -> float:
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime
    return 0.0


def keys_dir(data_dir: Path) -> Path:
    """Apart from the database, so that backups can leave the keys out."""
    return data_dir / "keys"


def _read_or_make(path: Path, *, make: Callable[[], str]) -> str:
    """The file's text; made with mode 0600 if it is not there. The first writer wins."""
    if path.exists():
        return path.read_text().strip()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Written aside and then linked: of two processes that start at once, one wins whole.
    aside = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as writer:
        writer.write(make() + "\n")
    with contextlib.suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
    return path.read_text().strip()
