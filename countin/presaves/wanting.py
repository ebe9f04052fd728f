"""Which markets have promises waiting."""

from django.db.models import Count

from countin.campaigns.models import Campaign
from countin.presaves.models import PreSave
from countin.presaves.states import State


def markets_wanted(campaign: Campaign, *, provider: str) -> dict[str, int]:
    """Promises on their way, by market. "" is the unknown market."""
    rows = (
        PreSave.objects.filter(campaign=campaign, provider=provider, state=State.PROMISED)
        .values_list("market")
        .annotate(how_many=Count("pk"))
        .order_by("market")
    )
    return dict(rows)
