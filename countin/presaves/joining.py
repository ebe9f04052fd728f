"""An account of the team's own becomes a canary."""

from datetime import datetime

from countin.campaigns.models import Campaign
from countin.fans.models import Connection, Consent
from countin.presaves.canaries import Canary, CanaryState


def join_canaries(
    campaign: Campaign, *, connection: Connection, consent: Consent, market: str, now: datetime
) -> Canary:
    """Go first in this campaign's wave of that market. Asked again, it begins anew: whatever was
    broken in it may be mended."""
    fresh = {
        "consent": consent,
        "provider": connection.provider,
        "market": market,
        "joined_at": now,
        "state": CanaryState.WAITING,
        "because": "",
        "tries": 0,
        "looks": 0,
        "asked_at": None,
        "written_at": None,
        "next_at": None,
        "ended_at": None,
    }
    canary, _made = Canary.objects.update_or_create(
        campaign=campaign, connection=connection, defaults=fresh
    )
    return canary
