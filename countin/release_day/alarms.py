"""Calling the operator about services that are paused, and standing down when they answer."""

from collections.abc import Iterable
from datetime import datetime

from countin.pacing.models import ProviderAccount
from countin.providers.contract import Provider
from countin.workspaces.alarms import clear_alarm, raise_alarm


def keep_alarms(providers: Iterable[Provider], *, now: datetime) -> None:
    """One open alarm for each paused service; none for those that answer again."""
    for provider in providers:
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
