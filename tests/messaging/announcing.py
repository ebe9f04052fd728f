"""Members of a list, and announcements to them."""

from datetime import datetime

from countin.campaigns.models import Artist, Campaign
from countin.fans.models import EmailAddress, Fan
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.drafting import Words, draft_announcement, schedule_announcement
from countin.messaging.announcing.sending import send_announcements
from countin.messaging.announcing.writing import AnnouncingDesk
from countin.messaging.models import Announcement, ListMembership

SECRET = "a secret of this installation, long enough"


def add_member(
    artist: Artist, *, address: str, now: datetime, zone: str = "", territory: str = ""
) -> ListMembership:
    """Somebody who joined and confirmed."""
    fan = Fan.objects.create(
        workspace=artist.workspace, created_at=now, time_zone=zone, territory=territory
    )
    email = EmailAddress.objects.create(fan=fan, address=address, added_at=now, confirmed_at=now)
    return ListMembership.objects.create(
        artist=artist, fan=fan, email=email, asked_at=now, confirmed_at=now
    )


def announce(
    campaign: Campaign,
    *,
    kind: AnnouncementKind = AnnouncementKind.ANNOUNCEMENT,
    now: datetime,
    mail_is_set: bool = True,
    **words: object,
) -> Announcement:
    """Drafted and scheduled for now."""
    announcement = draft_announcement(
        campaign.release.artist,
        kind=kind,
        campaign=campaign,
        words=Words(**words),  # type: ignore[arg-type]
        now=now,
    )
    schedule_announcement(announcement, at=now, mail_is_set=mail_is_set, now=now)
    return announcement


def desk_for(desk, *, per_minute: int = 300) -> AnnouncingDesk:
    return AnnouncingDesk(desk=desk, secret_key=SECRET, per_minute=per_minute)


def send(desk, *, now: datetime, per_minute: int = 300) -> int:
    """One turn of the worker's job. At this pace by one line, so that mails arrive in order."""
    return send_announcements(desk_for(desk, per_minute=per_minute), now=now)
