"""Whoever is killed while asking may just have been told to be silent, and nobody knows.

A mark stands in the account's row while a worker asks. A worker that finds one keeps the
silence that its predecessor may have been asked for.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from countin.pacing.accounts import block_account, ensure_account, load_row
from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider
from countin.workspaces.statements import Change

# Spotify counts calls in a rolling window of 30 seconds (developer.spotify.com, rate limits):
# a silence that it asks for because of that window is over after one. Apple names no figure.
SILENCE_AFTER_CRASH = timedelta(seconds=30)
_BECAUSE = "killed_while_asking"

_MARK = Change(
    lambda *, name, client_id, now: (
        ProviderAccount.objects.filter(provider=name, client_id=client_id),
        {"asking_at": now},
    )
)
_UNMARK = Change(
    lambda *, name, client_id: (
        ProviderAccount.objects.filter(provider=name, client_id=client_id),
        {"asking_at": None},
    )
)


def note_asking(provider: Provider, *, now: datetime) -> None:
    """Calls are being sent. To be said again at least every second while they are."""
    of = {"name": provider.name, "client_id": provider.client_id}
    if not _MARK.make(now=now, **of):
        ensure_account(provider)
        _MARK.make(now=now, **of)


def note_asked(provider: Provider) -> None:
    """Every answer has come, and what was learned from it is written down."""
    _UNMARK.make(name=provider.name, client_id=provider.client_id)


def keep_silence_after_crash(providers: Iterable[Provider], *, now: datetime) -> list[Provider]:
    """Close the gates, in this process, through which somebody was asking who never came to an
    end. Returns those services.

    Beside a living worker (PostgreSQL) the mark may be that one's: then a newcomer begins up to
    30 seconds late, and the other goes on.
    """
    return [provider for provider in providers if _keep_silence(provider, now=now)]


def tell_of_silence(providers: Iterable[Provider]) -> None:
    """Close the same gates for every process: no other worker lives."""
    for provider in providers:
        if (until := provider.gate.closed_until()) is not None:
            block_account(provider, until=until, because=_BECAUSE)


def _keep_silence(provider: Provider, *, now: datetime) -> bool:
    row = load_row(provider)
    asking_at = row.asking_at if row else None
    if row is None or asking_at is None:
        return False
    if not asking_at <= now < asking_at + SILENCE_AFTER_CRASH:
        return False
    until = asking_at + SILENCE_AFTER_CRASH
    provider.gate.learn(blocked_until=until, because=_BECAUSE, window=row.window)
    return True
