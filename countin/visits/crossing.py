"""Whether somebody just came out of an app's own browser, by the way out of their own page."""

from datetime import datetime, timedelta
from typing import Final

from countin.campaigns.models import Campaign
from countin.visits.models import Visit
from countin.visits.prefixes import prefix_of

# What was ticked inside an app is ticked again outside, by whoever just came from there.
_WITHIN: Final = timedelta(hours=1)


def has_just_left(came_from: int, *, campaign: Campaign, address: str, now: datetime) -> bool:
    """The visit inside was shown to the same network within the hour, and nobody came by its
    way out before. A mark alone proves nothing: anybody may fetch one and send it on."""
    prefix = prefix_of(address, campaign_id=campaign.pk, now=now)
    if not prefix or Visit.objects.filter(came_from=came_from).exists():
        return False
    inside = Visit.objects.filter(pk=came_from, campaign=campaign, ip_prefix=prefix)
    return inside.filter(visited_at__gte=now - _WITHIN).exclude(in_app="").exists()
