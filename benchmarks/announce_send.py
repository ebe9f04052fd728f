"""`python -m benchmarks.announce_send MEMBERS PORT LATER`: fills a list once, and sends an
announcement to it, in a process that may be killed. LATER: minutes by which its clock is ahead, so
that claims of whoever was killed before are over. Prints the counts when all is done."""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import django

django.setup()

# Settings stand from here on.
from django.conf import settings  # noqa: E402

from countin.campaigns.models import Artist  # noqa: E402
from countin.fans.models import EmailAddress, Fan  # noqa: E402
from countin.messaging.announcement_tables import AnnouncementKind  # noqa: E402
from countin.messaging.announcing.counting import count_announcement  # noqa: E402
from countin.messaging.announcing.drafting import (  # noqa: E402
    Words,
    draft_announcement,
    schedule_announcement,
)
from countin.messaging.announcing.sending import send_announcements  # noqa: E402
from countin.messaging.announcing.writing import AnnouncingDesk  # noqa: E402
from countin.messaging.models import Announcement, AnnouncementMail, ListMembership  # noqa: E402
from countin.messaging.sending import Desk  # noqa: E402
from countin.workspaces.defaults import default_workspace  # noqa: E402

_NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
_TEXT = "Hello, *everybody* on the list.\n\n[To the page]({link})\n\n{artist}"
_BATCH = 5000


def main(members: int, port: int, later: int) -> None:
    """Until everything is done."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    if not Announcement.objects.exists():
        _fill(members)
    now = _NOON + timedelta(minutes=later)
    while not send_is_done():
        send_announcements(_desk(), now=now)
        now += timedelta(seconds=10)
        if now.hour >= 20:  # in this time nobody sleeps
            now = now.replace(hour=9) + timedelta(days=1)
    print(json.dumps(_told()))


def _told() -> dict[str, object]:
    again = AnnouncementMail.objects.filter(maybe_twice=True)
    addresses = again.order_by("pk").values_list("membership__email__address", flat=True)
    return {
        "counts": count_announcement(Announcement.objects.get()),
        "perhaps_twice": list(addresses),
    }


def send_is_done() -> bool:
    """Nothing is left to send."""
    return not Announcement.objects.filter(done_at__isnull=True).exists()


def _desk() -> AnnouncingDesk:
    controller = SimpleNamespace(name="Night Letters", contact="", address="", is_named=False)
    desk = Desk(
        providers={},
        controller=controller,
        base_url="https://presave.example",
        sender="presave@presave.example",
        media_root=Path("/nonexistent"),
    )
    secret = "a secret of this installation"  # of a bench
    return AnnouncingDesk(desk=desk, secret_key=secret, per_minute=60_000)


def _fill(members: int) -> None:
    workspace = default_workspace(now=_NOON)
    artist = Artist.objects.create(
        workspace=workspace, name="The Held Notes", handle="held-notes", published_at=_NOON
    )
    for begin in range(0, members, _BATCH):
        numbers = range(begin, min(begin + _BATCH, members))
        fans = Fan.objects.bulk_create(
            Fan(workspace=workspace, created_at=_NOON) for _number in numbers
        )
        emails = EmailAddress.objects.bulk_create(
            EmailAddress(
                fan=fan, address=f"fan{number}@example.org", added_at=_NOON, confirmed_at=_NOON
            )
            for number, fan in zip(numbers, fans, strict=True)
        )
        ListMembership.objects.bulk_create(
            ListMembership(artist=artist, fan=fan, email=email, asked_at=_NOON, confirmed_at=_NOON)
            for fan, email in zip(fans, emails, strict=True)
        )
    announcement = draft_announcement(
        artist,
        kind=AnnouncementKind.NEWS,
        campaign=None,
        words=Words(subject="News", text=_TEXT),
        now=_NOON,
    )
    schedule_announcement(announcement, at=_NOON, mail_is_set=True, now=_NOON)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:4]))
