"""Machines that give themselves away by the name they send."""

from crawlerdetect import CrawlerDetect

# Longer ones are absurd; a name is found in the first part or not at all.
LONGEST_USER_AGENT = 512
_crawlers = CrawlerDetect()


def is_machine(user_agent: str) -> bool:
    """A crawler, a link preview, a script; also whoever names nothing at all."""
    agent = user_agent[:LONGEST_USER_AGENT]
    return not agent or bool(_crawlers.isCrawler(agent))
