"""Short links `/l/CODE`."""

import secrets
from datetime import datetime

from countin.campaigns.models import Campaign, Channel
from countin.visits.models import Link, LinkKind


def make_link(
    campaign: Campaign,
    *,
    kind: LinkKind,
    now: datetime,
    provider: str = "",
    channel: Channel | None = None,
) -> Link:
    """A link of its own, with a code that tells nothing."""
    return Link.objects.create(
        campaign=campaign,
        kind=kind,
        provider=provider,
        channel=channel,
        code=secrets.token_urlsafe(9),
        created_at=now,
    )


def link_of_code(code: str) -> Link | None:
    """The link behind a code, with what is needed to follow it."""
    return (
        Link.objects.select_related("campaign__release__artist", "channel")
        .filter(code=code)
        .first()
    )
