"""Machines that give themselves away by the name they send."""

import re
from typing import Final

from crawlerdetect import CrawlerDetect

# Longer ones are absurd; a name is found in the first part or not at all.
LONGEST_USER_AGENT = 512
_LONGEST_MATCHED: Final = 256
# The patterns look for a name from each letter of a word to its end: a word that never ends would
# take them a tenth of a second. No machine's name is this long.
_LONG_WORD: Final = re.compile(r"([\w-]{32})[\w-]+")
_crawlers = CrawlerDetect()


def is_machine(user_agent: str) -> bool:
    """A crawler, a link preview, a script; also whoever names nothing at all."""
    agent = matched_part(user_agent)
    return not agent or bool(_crawlers.isCrawler(agent))


def matched_part(user_agent: str) -> str:
    """What is looked through: 256 characters at most, of a word 32."""
    return _LONG_WORD.sub(r"\1", user_agent[:_LONGEST_MATCHED])
