"""Accounts of the team's own, as their owners' export tells of them."""

from countin.fans.models import Fan
from countin.presaves.canaries import Canary
from countin.privacy.told_moments import Row, when


def tell_canaries(fan: Fan) -> list[Row]:
    """One row an account and release for which it goes first, or went."""
    rows = Canary.objects.filter(connection__fan=fan).select_related("campaign__release__artist")
    return [_tell(row) for row in rows.order_by("pk")]


def _tell(canary: Canary) -> Row:
    release = canary.campaign.release
    return {
        "Release": f"{release.title} by {release.artist.name}",
        "Service": canary.provider,
        "Country": canary.market or "not known",
        "Since": when(canary.joined_at),
        "State": canary.get_state_display(),
        "Reason": canary.because,
        "Saved, said the service": when(canary.asked_at),
        "Said so last": when(canary.written_at),
        "Done with": when(canary.ended_at),
    }
