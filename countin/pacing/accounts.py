"""The rows behind the gates: cooldowns survive a restart and reach every process."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import F, Q, Value
from django.db.models.functions import Greatest

from countin.pacing.models import ProviderAccount, ProviderAccountQuerySet
from countin.providers.contract import OperatorNeeded, Provider
from countin.providers.gate import ROLLING_LIMIT
from countin.workspaces.statements import Question

# A paused service is tried again this often, with one question.
_PROBE_EVERY = timedelta(minutes=5)


class Standing(NamedTuple):
    """What an account's row says, as its columns are called."""

    blocked_until: datetime | None
    blocked_because: str
    paused_at: datetime | None
    asking_at: datetime | None
    window: int
    window_calls: int
    window_size: int | None


# Asked for after every batch.
_STANDING = Question(
    lambda *, name, client_id: ProviderAccount.objects.filter(
        provider=name, client_id=client_id
    ).values_list(*Standing._fields)
)


def load_cooldowns(providers: Iterable[Provider]) -> None:
    """Close the gates that another process, or this one before its restart, saw closed."""
    for provider in providers:
        load_standing(provider)


def load_standing(provider: Provider) -> bool:
    """As `load_cooldowns`; whether the service is paused as well, in the same look."""
    row = load_row(provider)
    return row is not None and row.paused_at is not None


def load_row(provider: Provider) -> Standing | None:
    """The account's row, if there is one yet; the gate learns what it says."""
    found = _STANDING.rows(name=provider.name, client_id=provider.client_id)
    row = Standing(*found[0]) if found else None
    if row is not None:
        provider.gate.learn(
            blocked_until=row.blocked_until, because=row.blocked_because, window=row.window
        )
    return row


def record_cooldowns(providers: Iterable[Provider]) -> None:
    """Write down what the gates have learned since."""
    for provider in providers:
        if not (news := provider.gate.take_news()):
            continue
        until, because, ended = news
        if ended is None or not _end_window(provider, number=ended, until=until, because=because):
            block_account(provider, until=until, because=because)


def block_account(provider: Provider, *, until: datetime, because: str) -> None:
    """Let every process know that nothing may be asked; the later moment wins."""
    ensure_account(provider)
    later = Q(blocked_until__isnull=True) | Q(blocked_until__lt=until)
    ProviderAccount.objects.of(provider).filter(later).update(
        blocked_until=until, blocked_because=because[:60]
    )


def _end_window(provider: Provider, *, number: int, until: datetime, because: str) -> int:
    """One conditional UPDATE begins the silence, and the next window with it. 0: another process
    was told first. Only a rolling limit teaches how much goes through; a spent budget does not."""
    ensure_account(provider)
    went_through = Greatest(1, F("window_calls")) if because == ROLLING_LIMIT else Value(None)
    return (
        ProviderAccount.objects.of(provider)
        .filter(window=number)
        .update(
            blocked_until=until,
            blocked_because=because[:60],
            window=F("window") + 1,
            window_calls=0,
            window_size=went_through,
        )
    )


def is_paused(provider: Provider) -> bool:
    """The operator has to mend something before this service is asked again."""
    found = _STANDING.rows(name=provider.name, client_id=provider.client_id)
    return bool(found) and Standing(*found[0]).paused_at is not None


def may_probe(provider: Provider, *, now: datetime) -> bool:
    """Whether a paused service may be tried again by this caller: one does, every while.

    Nobody has to tell us that the plan was renewed or the key mended.
    """
    return _due_for_probe(provider, now=now).update(probed_at=now) == 1


def is_probe_due(provider: Provider, *, now: datetime) -> bool:
    """Whether `may_probe` would let somebody, without taking the turn."""
    return _due_for_probe(provider, now=now).exists()


def pause_provider(provider: Provider, *, error: OperatorNeeded, now: datetime) -> None:
    """Stop asking and keep every promise. release_day raises the alarm."""
    ensure_account(provider)
    ProviderAccount.objects.of(provider).filter(paused_at__isnull=True).update(
        paused_at=now, paused_because=str(error)
    )


def resume_provider(provider: Provider) -> None:
    """The cause is mended: it answers again."""
    ProviderAccount.objects.of(provider).update(paused_at=None, paused_because="")


def ensure_account(provider: Provider) -> None:
    """See that the account has its row."""
    ProviderAccount.objects.get_or_create(provider=provider.name, client_id=provider.client_id)


def _due_for_probe(provider: Provider, *, now: datetime) -> ProviderAccountQuerySet:
    due = Q(probed_at__isnull=True) | Q(probed_at__lte=now - _PROBE_EVERY)
    paused_for_a_while = Q(paused_at__lte=now - _PROBE_EVERY)
    return ProviderAccount.objects.of(provider).filter(due & paused_for_a_while)
