"""Whether the links of running campaigns answer, and whether anybody looks."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from countin.campaigns.models import Campaign, LinkCheck
from countin.campaigns.targets.words import is_dead, look_words
from countin.config.doctor.findings import Finding, fine, note
from countin.elsewhere.life import Life

_OFF = (
    "Links are not looked at before release (COUNTIN_LINK_CHECKS is off). Open each once yourself, "
    "or switch it on."
)


def look_at_links(now: datetime) -> Iterator[Finding]:
    """What the worker found last; nobody is asked now."""
    if not settings.CHECKS_LINKS:
        if settings.VALUES["COUNTIN_LINK_CHECKS"] != "on":
            yield note("links", words=_OFF)
        return
    running = Campaign.objects.running(now)
    checks = LinkCheck.objects.filter(campaign__in=running, looked_at__isnull=False)
    rows = list(checks.select_related("campaign__release").order_by("pk"))
    for check in rows:
        words = f"{check.campaign.slug}, “{check.name}”: {look_words(check)}"
        if is_dead(check):
            continue  # an alarm stands for it, and the doctor tells of those
        if check.life != Life.ANSWERED:
            yield note("links", words=words)
    if rows and all(check.life == Life.ANSWERED for check in rows):
        yield fine("links", words=f"{len(rows)} links of running campaigns answer.")
