"""The words of our addresses."""

import re
from pathlib import Path

from countin.pages.visitors.arrivals import FILLED_WORDS, OUR_WORDS

# Words that pages read which are none of a campaign's own.
_OF_OTHER_PAGES = {
    *("state", "code", "error", "told", "v", "format", "url", "maxwidth", "maxheight"),
    *("key", "theme"),  # of a draft's preview, and the colors tried in it
    "result",  # of a trial
    "artist",  # whose privacy notice it is
    "domain",  # of which a proxy asks whether it is ours
}


def test_every_word_that_a_page_reads_from_its_address_is_known_here():
    """A word that a landing page minds and this list lacks would be dropped from its page."""
    sources = "".join(path.read_text() for path in Path("countin/pages").rglob("*.py"))

    read = set(re.findall(r'(?:GET|fields)\.get(?:list)?\("(\w+)"', sources))

    assert {"via", "guest", "follow"} < read
    assert read - OUR_WORDS - FILLED_WORDS - _OF_OTHER_PAGES == set()
