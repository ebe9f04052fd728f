"""How many saves were made in the release window: arithmetic, near 1 by construction."""

from datetime import datetime, timedelta

from django.db.models import Count, Q

from countin.campaigns.models import ENDED_AFTER, Campaign
from countin.presaves.models import Transition
from countin.presaves.states import State
from countin.statistics.concentration import Concentration, concentrate

WINDOW = timedelta(hours=48)


def tally_window(campaign: Campaign, *, now: datetime) -> Concentration | None:
    """Saves within 48 hours of their own market's moment, beside the same saves spread evenly
    over 28 days. None before the window is over everywhere, or without a save. Two queries."""
    release = campaign.release
    if now < release.last_moment + WINDOW:
        return None
    saves = Transition.objects.filter(
        presave__campaign=campaign, follow__isnull=True, to_state=State.SAVED
    )
    markets = set(saves.values_list("presave__market", flat=True).distinct())
    by_moment: dict[datetime, list[str]] = {}
    for market in markets:
        by_moment.setdefault(release.moment_in(market), []).append(market)
    in_time = Q(pk__isnull=True)
    for moment, theirs in by_moment.items():
        in_time |= Q(presave__market__in=theirs, happened_at__lt=moment + WINDOW)
    counted = saves.aggregate(within=Count("pk", filter=in_time), of=Count("pk"))
    return concentrate(
        counted["within"],
        of=counted["of"],
        window_hours=WINDOW / timedelta(hours=1),
        spread_hours=ENDED_AFTER / timedelta(hours=1),
    )
