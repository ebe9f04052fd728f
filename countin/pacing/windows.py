"""The window of a service, shared by all processes: leased in parts before calls are sent. What
did not go through is given back; what one process is told, the others know by the next part."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.models import F
from django.db.models.functions import Greatest

from countin.pacing.accounts import Standing, ensure_account, load_row, record_cooldowns
from countin.pacing.models import ProviderAccount
from countin.pacing.parts import next_part
from countin.providers.contract import Provider
from countin.workspaces.statements import Change

_LEASE = Change(
    lambda *, name, client_id, window, calls: (
        ProviderAccount.objects.filter(provider=name, client_id=client_id, window=window),
        {"window_calls": F("window_calls") + calls},
    )
)
_LEASE_UP_TO = Change(
    lambda *, name, client_id, window, calls, most: (
        ProviderAccount.objects.filter(
            provider=name, client_id=client_id, window=window, window_calls__lte=most
        ),
        {"window_calls": F("window_calls") + calls},
    )
)


@contextmanager
def leasing(provider: Provider) -> Iterator[None]:
    """Calls in here, but for single questions, pass on leased parts alone: keep them with
    `keep_part`. Afterwards what was not sent is given back."""
    provider.gate.begin_leasing()
    try:
        yield
    finally:
        provider.gate.end_leasing()
        _give_back(provider)


def keep_part(provider: Provider) -> None:
    """Record and learn silences, give back what did not go through, and lease the next part where
    calls wait for one. To be said whenever the gate needs its caller, and at least every second."""
    record_cooldowns([provider])
    row = load_row(provider)
    if row is None:
        ensure_account(provider)
        row = load_row(provider)
        assert row is not None
    _give_back(provider)
    if provider.gate.wants_part() or not provider.gate.has_part():
        _lease(provider, row=row)


def _lease(provider: Provider, *, row: Standing) -> None:
    """One conditional UPDATE, whoever else takes. A window that ended meanwhile gives nothing;
    nor does one of which others took so much that our part reaches beyond its end."""
    if provider.gate.closed_until() is not None:
        return
    calls, is_ahead = next_part(row.window_calls, size=row.window_size)
    of = {"name": provider.name, "client_id": provider.client_id}
    if row.window_size is None:
        leased = _LEASE.make(window=row.window, calls=calls, **of)
    else:
        most = max(row.window_calls, row.window_size - calls)
        leased = _LEASE_UP_TO.make(window=row.window, calls=calls, most=most, **of)
    if leased:
        provider.gate.grant(calls, window=row.window, is_ahead=is_ahead)


def _give_back(provider: Provider) -> None:
    """To the window it was leased of, or to what that one taught, if it has just ended."""
    if (unspent := provider.gate.take_unspent()) is None:
        return
    number, calls = unspent
    account = ProviderAccount.objects.of(provider)
    if not account.filter(window=number).update(window_calls=F("window_calls") - calls):
        ended = account.filter(window=number + 1, window_size__isnull=False)
        ended.update(window_size=Greatest(1, F("window_size") - calls))
