"""Fans who were asked to connect again: how many were written to, and what came of it."""

from django.db.models import Count, Q

from countin.campaigns.models import Campaign
from countin.messaging.models import ReconnectAsk
from countin.presaves.states import Reason


def tally_reconnects(campaign: Campaign) -> dict[str, int]:
    """Pre-saves, each once, whatever it needed its fan for."""
    presaves = Count("presave", distinct=True, filter=Q(written_at__isnull=False))
    again = Count("presave", distinct=True, filter=Q(reconnected_at__isnull=False))
    never = Q(written_at__isnull=True, unreachable_at__isnull=False)
    asks = ReconnectAsk.objects.exclude(cause=Reason.HELD_BACK)
    return asks.filter(presave__campaign=campaign).aggregate(
        written=presaves,
        reconnected=again,
        not_reachable=Count("presave", distinct=True, filter=never),
    )
