"""Calling the operator about services that are paused, and standing down when they answer."""

from collections.abc import Iterable
from datetime import datetime

from countin.pacing.budget import has_calls_left
from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider
from countin.workspaces.alarms import clear_alarm, raise_alarm


def keep_alarms(providers: Iterable[Provider], *, now: datetime) -> None:
    """One open alarm for each paused service; none for those that answer again."""
    for provider in providers:
        _keep_budget_alarm(provider, now=now)
        account = ProviderAccount.objects.filter(
            provider=provider.name, client_id=provider.client_id, paused_at__isnull=False
        ).first()
        if account is None:
            clear_alarm("provider_paused", subject=provider.name, now=now)
            continue
        raise_alarm(
            "provider_paused",
            subject=provider.name,
            words=(
                f"{provider.words.name} is paused, every promise is kept: "
                f"{account.paused_because} It is tried again every five minutes by itself."
            ),
            now=now,
        )


def _keep_budget_alarm(provider: Provider, *, now: datetime) -> None:
    if has_calls_left(provider, now=now, is_door=False):
        clear_alarm("daily_budget", subject=provider.name, now=now)
        return
    raise_alarm(
        "daily_budget",
        subject=provider.name,
        words=(
            f"The {provider.gate.daily:,} calls a day that you allow {provider.words.name} are "
            "used up. Every promise is kept, and it goes on by itself at 00:00 UTC. Raise "
            "COUNTIN_…_DAILY_CALLS if the service allows you more, then restart."
        ),
        now=now,
    )
