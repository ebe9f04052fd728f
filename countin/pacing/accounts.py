"""The rows behind the gates: cooldowns survive a restart and reach every process."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from countin.pacing.models import ProviderAccount, ProviderAccountQuerySet
from countin.providers.contract import OperatorNeeded, Provider

# A paused service is tried again this often, with one question.
_PROBE_EVERY = timedelta(minutes=5)


def load_cooldowns(providers: Iterable[Provider]) -> None:
    """Close the gates that another process, or this one before its restart, saw closed."""
    for provider in providers:
        load_standing(provider)


def load_standing(provider: Provider) -> bool:
    """As `load_cooldowns`; whether the service is paused as well, in the same look."""
    account = ProviderAccount.objects.of(provider)
    # Asked for after every batch: values, for a model's object would cost more than the look.
    rows = account.values_list("blocked_until", "blocked_because", "paused_at")
    for blocked_until, because, paused_at in rows:
        provider.gate.learn(blocked_until=blocked_until, because=because)
        return paused_at is not None
    return False


def record_cooldowns(providers: Iterable[Provider]) -> None:
    """Write down what the gates have learned since."""
    for provider in providers:
        if not (news := provider.gate.take_news()):
            continue
        until, because = news
        block_account(provider, until=until, because=because)


def block_account(provider: Provider, *, until: datetime, because: str) -> None:
    """Let every process know that nothing may be asked; the later moment wins."""
    ensure_account(provider)
    later = Q(blocked_until__isnull=True) | Q(blocked_until__lt=until)
    ProviderAccount.objects.of(provider).filter(later).update(
        blocked_until=until, blocked_because=because[:60]
    )


def is_paused(provider: Provider) -> bool:
    """The operator has to mend something before this service is asked again."""
    return ProviderAccount.objects.of(provider).filter(paused_at__isnull=False).exists()


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
