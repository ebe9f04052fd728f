"""How long a browser may remember its fan: as long as something of theirs is still to come."""

from datetime import datetime

from countin.campaigns.models import Campaign
from countin.fans.models import Fan, Grant
from countin.messaging.models import Reminder
from countin.presaves.models import PreSave, StandingConsent


def remembered_until(fan: Fan, *, now: datetime) -> datetime:
    """When the last campaign this fan took part in ends, or the permission of a standing
    consent; now, where there is neither."""
    promised = PreSave.objects.filter(connection__fan=fan).values("campaign")
    reminded = Reminder.objects.filter(fan=fan).values("campaign")
    campaigns = Campaign.objects.select_related("release")
    rows = [*campaigns.filter(pk__in=promised), *campaigns.filter(pk__in=reminded)]
    standing = StandingConsent.objects.in_force().filter(fan=fan).values("connection")
    grants = Grant.objects.live().filter(connection__in=standing)
    ends = [campaign.ends_at for campaign in rows] + [grant.usable_until for grant in grants]
    latest: datetime = max([now, *ends])
    return latest
