"""How long a browser may remember its fan: as long as something of theirs is still to come."""

from datetime import datetime, timedelta
from typing import Final

from countin.campaigns.models import Campaign
from countin.fans.models import Fan, Grant
from countin.messaging.models import NewsPush, Reminder
from countin.presaves.models import PreSave, StandingConsent

_OF_NEWS: Final = timedelta(days=365)


def remembered_until(fan: Fan, *, now: datetime) -> datetime:
    """When the last campaign this fan took part in ends, or the permission of a standing
    consent; a year on where an artist's news come to this browser, so that one tap there ends
    them; now, where there is nothing."""
    promised = PreSave.objects.filter(connection__fan=fan).values("campaign")
    reminded = Reminder.objects.filter(fan=fan).values("campaign")
    campaigns = Campaign.objects.select_related("release")
    rows = [*campaigns.filter(pk__in=promised), *campaigns.filter(pk__in=reminded)]
    standing = StandingConsent.objects.in_force().filter(fan=fan).values("connection")
    grants = Grant.objects.live().filter(connection__in=standing)
    ends = [campaign.ends_at for campaign in rows] + [grant.usable_until for grant in grants]
    if NewsPush.objects.standing().filter(fan=fan).exists():
        ends.append(now + _OF_NEWS)
    latest: datetime = max([now, *ends])
    return latest
