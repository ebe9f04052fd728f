"""Counting a visit with as little as possible: a channel, a host name, a browser family."""

from datetime import datetime
from urllib.parse import urlsplit

from crawlerdetect import CrawlerDetect
from ua_parser import parse_user_agent

from countin.campaigns.models import Campaign, Channel
from countin.visits.models import Visit

# Longer ones are absurd; a family is found in the first part or not at all.
_LONGEST_USER_AGENT = 512
_crawlers = CrawlerDetect()


def channel_named(campaign: Campaign, name: str) -> Channel | None:
    """The campaign's own channel of that name; anything else counts as none."""
    if not name or len(name) > 63 or not name.isprintable():
        return None
    return Channel.objects.filter(campaign=campaign, name=name).first()


def record_visit(
    campaign: Campaign,
    *,
    channel: Channel | None,
    referrer: str,
    user_agent: str,
    now: datetime,
) -> Visit:
    """The page was shown. Neither address nor user agent is kept."""
    agent = user_agent[:_LONGEST_USER_AGENT]
    return Visit.objects.create(
        campaign=campaign,
        channel=channel,
        visited_at=now,
        referrer_host=_host(referrer),
        browser=_family(agent),
        is_bot=not agent or _crawlers.isCrawler(agent),
    )


def _host(referrer: str) -> str:
    try:
        return (urlsplit(referrer).hostname or "")[:100]
    except ValueError:
        return ""


def _family(agent: str) -> str:
    found = parse_user_agent(agent)
    return found.family[:40] if found else ""
