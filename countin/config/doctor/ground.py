"""The ground: data directory, keys, database, address, controller."""

import stat
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from countin.campaigns.models import Campaign
from countin.config import keys
from countin.config.backups.workplace import clear_leftovers
from countin.config.disk import LEAST_SPACE, free_space
from countin.config.doctor.findings import Finding, fine, mend, note
from countin.vault.contexts import Context
from countin.vault.opening import CannotOpen, Opener

_PROBE = Context(kind="doctor", provider="", owner="doctor")


def look_at_ground() -> Iterator[Finding]:
    """Everything on this machine."""
    yield from _keys()
    yield _disk()
    yield from _leftovers()
    yield _database()
    yield _address()
    yield _controller()


def _keys() -> Iterator[Finding]:
    folder: Path = settings.DATA_DIR / "keys"
    loose = [
        path.name
        for path in (folder.iterdir() if folder.is_dir() else ())
        if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    if loose:
        yield mend(
            "keys",
            words=f"Others on this machine may read {', '.join(loose)}. Run: chmod 600 {folder}/*",
        )
    yield _vault()
    yield _push()


def _vault() -> Finding:
    if not keys.opens_here(settings.VALUES, data_dir=settings.DATA_DIR):
        return fine(
            "keys",
            words="Pages seal here, and nothing opens. Run the doctor where a worker runs, too.",
        )
    ring = keys.read_key_ring(settings.VALUES, data_dir=settings.DATA_DIR)
    sealed = settings.SEALER.seal("doctor", context=_PROBE)
    try:
        Opener(ring).open(sealed, context=_PROBE)
    except CannotOpen:
        return mend(
            "keys",
            words=(
                "The private key does not open what the public key seals: no promise could be "
                "kept. Give both halves of one pair, COUNTIN_VAULT_PUBLIC_KEY and _PRIVATE_KEY."
            ),
        )
    return fine("keys", words="What the pages seal, the worker opens. Back the keys up apart.")


def _push() -> Finding:
    if not keys.pushes_here(settings.VALUES, data_dir=settings.DATA_DIR):
        return fine("push", words="Pages bind browsers here; workers elsewhere notify them.")
    key = keys.read_vapid_key(settings.VALUES, data_dir=settings.DATA_DIR)
    if key.public_text != settings.VAPID_PUBLIC_KEY:
        return mend(
            "push",
            words=(
                "The two push keys are no pair: no browser could be notified. Give both halves "
                "of one pair, COUNTIN_VAPID_PUBLIC_KEY and _PRIVATE_KEY, or neither."
            ),
        )
    return fine("push", words="Browsers can be notified. Losing its key loses them: back it up.")


def _disk() -> Finding:
    free = free_space(settings.DATA_DIR)
    if free < LEAST_SPACE:
        return mend("disk", words=f"Only {free // 2**20} MB are free. Make room for the database.")
    return fine("disk", words=f"{free // 2**30} GB are free.")


def _leftovers() -> Iterator[Finding]:
    try:
        gone = clear_leftovers(settings.DATA_DIR)
    except OSError as error:
        yield note(
            "backups",
            words=f"What a killed backup left can't be looked for ({error}). Run this as the user "
            f"who owns {settings.DATA_DIR}.",
        )
        return
    if gone:
        yield note(
            "backups",
            words=f"Deleted what {gone} killed backup or restore had left: the database in clear.",
        )


def _database() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return mend(
            "database",
            words=f"It can't be reached ({type(error).__name__}). Check DATABASE_URL, start it.",
        )
    if missing:
        return mend("database", words="It is not up to date. Start `countin serve` once.")
    return fine("database", words=f"{connection.vendor}, up to date.")


def _address() -> Finding:
    if settings.IS_LOOPBACK:
        return note(
            "address",
            words=(
                f"{settings.BASE_URL} is this machine alone: good for trying. For fans, set "
                "COUNTIN_BASE_URL to https://… ; both services insist on HTTPS."
            ),
        )
    return fine("address", words=f"{settings.BASE_URL}, by HTTPS.")


def _controller() -> Finding:
    if settings.CONTROLLER.is_named:
        return fine("controller", words=f"{settings.CONTROLLER.name} answers for the fans' data.")
    words = (
        "Nobody is named who answers for the fans' data. Set COUNTIN_CONTROLLER_NAME, "
        "_CONTACT and _ADDRESS; without them a public page is not published."
    )
    if settings.IS_LOOPBACK:
        return note("controller", words=words)
    return mend("controller", words=f"{words}{_closed_pages()}")


def _closed_pages() -> str:
    try:
        closed = Campaign.objects.filter(published_at__isnull=False).count()
    except DatabaseError:
        return ""
    if not closed:
        return ""
    pages = "One page that was open is" if closed == 1 else f"{closed} pages that were open are"
    return f" {pages} closed until then; what was promised there is kept."
