"""What the arguments of `countin announce` are about."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click
from django.conf import settings

from countin.campaigns.models import Artist, Campaign
from countin.campaigns.standing import find_standing
from countin.messaging.announcing.writing import AnnouncingDesk
from countin.messaging.models import Announcement
from countin.messaging.sending import Desk


def find_announcement(number: int) -> Announcement:
    """By its number."""
    related = ("artist", "campaign__release__artist", "channel__campaign")
    found = Announcement.objects.select_related(*related).filter(pk=number).first()
    if found is None:
        raise click.ClickException(
            f"There is no announcement {number}. See what is there: countin announce list"
        )
    return found


def find_party(*, slug: str, handle: str) -> tuple[Artist, Campaign | None]:
    """Whose list, and about which campaign, if any."""
    if bool(slug) == bool(handle):
        raise click.UsageError("Give --campaign SLUG, or --artist HANDLE for news without one.")
    if slug:
        campaign = find_standing(slug)
        if campaign is None:
            raise click.ClickException(
                f"There is no campaign {slug!r}. See what is there: countin campaign list"
            )
        return campaign.release.artist, campaign
    artist = Artist.objects.filter(handle=handle.removeprefix("@")).order_by("pk").first()
    if artist is None:
        raise click.ClickException(
            f"There is no artist {handle!r}. See who is there: countin artist list"
        )
    return artist, None


def read_moment(text: str, *, zone: str) -> datetime:
    """`2026-11-26 18:00` on the clock of this zone, or with its own offset; in UTC."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise click.UsageError(
            f"{text!r} is no moment. Write it like 2026-11-26 18:00 or 2026-11-26T18:00+01:00."
        ) from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def make_desk() -> AnnouncingDesk:
    """This is where settings become values."""
    desk = Desk(
        providers=settings.PROVIDERS,
        controller=settings.CONTROLLER,
        base_url=settings.BASE_URL,
        sender=settings.DEFAULT_FROM_EMAIL,
        media_root=settings.MEDIA_ROOT,
    )
    return AnnouncingDesk(
        desk=desk, secret_key=settings.SECRET_KEY, per_minute=settings.ANNOUNCE_PER_MINUTE
    )
