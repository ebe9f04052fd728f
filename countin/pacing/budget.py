"""A budget of calls a day, kept over all processes: leased before they are sent, and what was
not sent is given back. A day is a day in UTC."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta

from django.db.models import F

from countin.pacing.accounts import ensure_account
from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider

# No question and no task sends more: a refresh, two looks and a write.
CALLS_A_TASK = 4
# Of a hundred calls, those that only fans on our pages may use.
_FOR_DOORS = 5


@contextmanager
def within_budget(provider: Provider, *, most: int, now: datetime, is_door: bool) -> Iterator[int]:
    """Leases at most `most` of today's calls, gives how many, and takes back afterwards what was
    not sent. All of them where no budget is set; 0 where today's is used up."""
    if provider.gate.daily is None:
        yield most
        return
    leased = _lease_what_is_left(provider, most=most, now=now, is_door=is_door)
    before = provider.gate.sent
    try:
        yield leased
    finally:
        unused = leased - (provider.gate.sent - before)
        _give_back(provider, calls=unused, day=now.date())


def lease_calls(provider: Provider, *, calls: int, of: int, now: datetime) -> bool:
    """Take so many of today's `of` calls, or none: one conditional UPDATE, whoever else takes."""
    ensure_account(provider)
    today = now.date()
    account = ProviderAccount.objects.of(provider)
    account.exclude(day=today).update(day=today, leased=0)
    room = account.filter(day=today, leased__lte=of - calls)
    return room.update(leased=F("leased") + calls) == 1


def has_calls_left(provider: Provider, *, now: datetime, is_door: bool) -> bool:
    """Whether anything may be asked today; takes nothing."""
    if provider.gate.daily is None:
        return True
    spent = ProviderAccount.objects.of(provider).filter(day=now.date())
    leased = spent.values_list("leased", flat=True).first() or 0
    return leased + CALLS_A_TASK <= _share(provider.gate.daily, is_door=is_door)


def goes_on_after(now: datetime) -> timedelta:
    """Until the next day begins."""
    tomorrow = (now + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)
    return tomorrow - now


def _lease_what_is_left(provider: Provider, *, most: int, now: datetime, is_door: bool) -> int:
    assert provider.gate.daily is not None
    of = _share(provider.gate.daily, is_door=is_door)
    calls = most
    while not lease_calls(provider, calls=calls, of=of, now=now):
        if calls <= CALLS_A_TASK:
            return 0
        calls = max(CALLS_A_TASK, calls // 2)
    return calls


def _give_back(provider: Provider, *, calls: int, day: date) -> None:
    """Fewer than none where more was sent than leased: that is written down as well."""
    if calls:
        account = ProviderAccount.objects.of(provider)
        rest = account.filter(day=day, leased__gte=calls)
        rest.update(leased=F("leased") - calls)


def _share(daily: int, *, is_door: bool) -> int:
    return daily if is_door else daily - daily * _FOR_DOORS // 100
