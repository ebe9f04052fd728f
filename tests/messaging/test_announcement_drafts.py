"""What can be sent, what is refused, and what every kind says in every language."""

import pytest

from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.drafting import (
    BadAnnouncement,
    Words,
    draft_announcement,
    schedule_announcement,
)
from countin.messaging.announcing.writing import write_announcement
from tests.messaging.announcing import desk_for
from tests.messaging.conftest import ASKED_AT

# What is written and told is the same whatever the database.
pytestmark = pytest.mark.once

NOON = ASKED_AT


@pytest.fixture
def artist(campaign):
    return campaign.release.artist


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ({"subject": ""}, "subject"),
        ({"text": "  "}, "text"),
        ({"text": "[x](/page)"}, "https://"),
        ({"text": "[x](ftp://example.org)"}, "https://"),
        ({"language": "klingonish"}, "language"),
        ({"time_zone": "Mars/Olympus"}, "zone"),
    ],
)
def test_what_can_not_be_sent_is_refused_with_the_mend(campaign, artist, words, about):
    with pytest.raises(BadAnnouncement, match=about):
        draft_announcement(
            artist,
            kind=AnnouncementKind.EVE,
            campaign=campaign,
            words=Words(**words),
            now=NOON,
        )


def test_a_page_that_is_a_draft_is_announced_to_nobody(campaign, artist):
    campaign.published_at = None
    campaign.save()
    announcement = draft_announcement(
        artist, kind=AnnouncementKind.EVE, campaign=campaign, words=Words(), now=NOON
    )

    with pytest.raises(BadAnnouncement, match="Publish it first"):
        schedule_announcement(announcement, at=NOON, mail_is_set=True, now=NOON)


@pytest.mark.parametrize("kind", list(AnnouncementKind))
def test_every_kind_can_be_sent_as_it_is_in_every_language(campaign, artist, desk, kind, settings):
    for language, _name in settings.LANGUAGES:
        announcement = draft_announcement(
            artist, kind=kind, campaign=campaign, words=Words(language=language), now=NOON
        )

        letter = write_announcement(
            announcement, membership=None, address="", desk=desk_for(desk), now=NOON
        )

        assert "{" not in letter.subject + letter.text, language
        assert kind == AnnouncementKind.NEWS or "https://presave.example/m" in letter.text
        assert "](" not in letter.text, language
