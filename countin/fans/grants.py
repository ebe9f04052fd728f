"""Sealing, claiming, opening and shredding what fans allowed."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import connection as database
from django.db import transaction
from django.db.models import F, Q, QuerySet

from countin.fans.live_grants import LiveGrant
from countin.fans.models import Connection, Grant
from countin.fans.retired_keys import seal_to_keep
from countin.providers import contract
from countin.vault.contexts import Context
from countin.vault.opening import CannotOpen
from countin.workspaces.jobs import Opens, Seals
from countin.workspaces.rows import Among
from countin.workspaces.statements import Change, Question

_ASKS = {
    (False, False): frozenset[contract.Ask](),
    (True, False): frozenset({contract.Ask.SAVE}),
    (False, True): frozenset({contract.Ask.FOLLOW}),
    (True, True): frozenset({contract.Ask.SAVE, contract.Ask.FOLLOW}),
}


def _free_ones(*, ids: Iterable[int], now: datetime) -> QuerySet[Grant, tuple[int, int]]:
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lte=now)
    wanted = Grant.objects.live().filter(free, Among("pk", ids))
    if database.features.has_select_for_update_skip_locked:
        wanted = wanted.select_for_update(skip_locked=True)
    return wanted.values_list("pk", "claim_number")


def _locked_ones(*, ids: Iterable[int]) -> QuerySet[Grant, tuple[int, int]]:
    rows = Grant.objects.filter(Among("pk", ids))
    if database.features.has_select_for_update:
        rows = rows.select_for_update()
    return rows.values_list("pk", "claim_number")


# Asked for every hundred promises of a night.
_FREE, _LOCKED = Question(_free_ones), Question(_locked_ones)
# Access got ahead is good for one claim: whoever loaded it has it.
_NO_ACCESS = {"access_sealed": None, "access_until": None}
_CLAIM = Change(
    lambda *, ids, until: (
        Grant.objects.filter(Among("pk", ids)),
        {"claim_number": F("claim_number") + 1, "claimed_until": until, **_NO_ACCESS},
    )
)
_RELEASE = Change(lambda *, ids: (Grant.objects.filter(Among("pk", ids)), {"claimed_until": None}))
_SHRED = Change(
    lambda *, connections, now: (
        Grant.objects.live().filter(Among("connection", connections)),
        {"sealed": None, "shredded_at": now, "claimed_until": None, **_NO_ACCESS},
    )
)


class GrantStaysSealed(Exception):
    """The vault's keys don't open this grant: the operator has to bring the right ones."""


def seal_grant(
    connection: Connection,
    *,
    grant: contract.Grant,
    client_id: str,
    sealer: Seals,
    keeps: frozenset[contract.Ask],
    now: datetime,
) -> Grant:
    """Make this the connection's one live grant, and shred the one before.

    A live grant stays in place where the new one would lose an ask in `keeps`, which says
    what open promises still need. One given to another app of ours is of no use any more.
    Raises KeyIsClosed.
    """
    with transaction.atomic(savepoint=False):
        standing = Grant.objects.live().filter(connection=connection).first()
        serves = standing and standing.is_usable(now) and not standing.refused_at
        if standing and serves and standing.client_id == client_id:
            if (_allows(standing) & keeps) - grant.allows:
                return standing
        if standing:
            shred_grants([connection.pk], now=now)
        return Grant.objects.create(
            connection=connection,
            client_id=client_id,
            scopes=grant.scopes,
            allows_save=contract.Ask.SAVE in grant.allows,
            allows_follow=contract.Ask.FOLLOW in grant.allows,
            sealed=seal_to_keep(
                grant.secret, sealer=sealer, context=grant_context(connection), now=now
            ),
            authorized_at=grant.authorized_at,
            usable_until=grant.usable_until,
        )


def claim_grants(grant_ids: Iterable[int], *, now: datetime, until: datetime) -> dict[int, int]:
    """Take these grants for one worker; those that another holds are left out.

    Returns the fencing number of each: what is recorded later counts only while it stands.
    Call inside a transaction.
    """
    fences = {pk: number + 1 for pk, number in _FREE.rows(ids=grant_ids, now=now)}
    if fences:
        _CLAIM.make(ids=fences, until=until)
    return fences


def standing_claims(fences: Mapping[int, int]) -> set[int]:
    """The grants of these whose claim still stands. Call inside a transaction."""
    return {pk for pk, number in _LOCKED.rows(ids=fences) if fences[pk] == number}


def release_grants(grant_ids: Iterable[int]) -> None:
    """Give claimed grants back. Call with those of `standing_claims` only."""
    _RELEASE.make(ids=grant_ids)


def open_grant(grant: Grant | LiveGrant, *, opener: Opens) -> contract.Grant:
    """The grant in clear, in the worker's memory. Raises GrantStaysSealed."""
    assert grant.sealed is not None
    try:
        secret = opener.open(bytes(grant.sealed), context=_context_of(grant))
    except CannotOpen:
        raise GrantStaysSealed from None
    return contract.Grant(
        secret=secret,
        allows=_allows(grant),
        scopes=grant.scopes,
        authorized_at=grant.authorized_at,
        usable_until=grant.usable_until,
    )


def record_rotation(grant: Grant, *, fence: int, secret: str, opener: Opens) -> bool:
    """Keep the secret that replaced the grant's, before it is used. False: the claim is lost."""
    sealed = opener.reseal(secret, context=grant_context(grant.connection))
    changed = Grant.objects.live().filter(pk=grant.pk, claim_number=fence).update(sealed=sealed)
    return changed == 1


def mark_refused(grant_ids: Iterable[int], *, now: datetime) -> None:
    """The service called these dead. They stay sealed for one more look."""
    Grant.objects.filter(pk__in=list(grant_ids), refused_at__isnull=True).update(refused_at=now)


def mark_alive(grant_ids: Iterable[int]) -> None:
    """A later look found these alive."""
    Grant.objects.filter(pk__in=list(grant_ids)).update(refused_at=None)


def shred_grants(connection_ids: Iterable[int], *, now: datetime) -> int:
    """Remove the secrets of these connections for good; the rows say that it was done."""
    ids = list(connection_ids)
    if not ids:
        return 0
    return _SHRED.make(connections=ids, now=now)


def is_being_used(connection_id: int | None, *, now: datetime) -> bool:
    """A worker holds this connection's grant right now."""
    if connection_id is None:
        return False
    return Grant.objects.live().filter(connection_id=connection_id, claimed_until__gt=now).exists()


def overwrite_shredded() -> None:
    """SQLite: copy the write-ahead log home and truncate it, so that no old page remains.

    Freed bytes themselves are zeroed by `secure_delete`. PostgreSQL removes old row
    versions at its next vacuum; docs/privacy.md says so.
    """
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _allows(grant: Grant | LiveGrant) -> frozenset[contract.Ask]:
    return _ASKS[grant.allows_save, grant.allows_follow]


def _context_of(grant: Grant | LiveGrant) -> Context:
    return Context(kind="grant", provider=grant.provider, owner=str(grant.connection_id))


def grant_context(connection: Connection) -> Context:
    """What a grant is sealed in."""
    return Context(kind="grant", provider=connection.provider, owner=str(connection.pk))
