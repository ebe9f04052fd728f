"""Counts of mails against their raw rows, one by one."""

from collections import Counter
from itertools import product

import pytest

from countin.fans.models import Connection, Fan
from countin.insights.reconnects import tally_reconnects
from countin.messaging.announcing.claiming import ASKED_BEFORE, NOT_WANTED
from countin.messaging.announcing.counting import count_announcement
from countin.messaging.models import AnnouncementMail, ReconnectAsk
from countin.presaves.models import PreSave
from countin.presaves.states import Reason
from tests.messaging.announcing import add_member, announce
from tests.messaging.conftest import ASKED_AT

pytestmark = pytest.mark.django_db
ENDS = ("sent", "waiting", NOT_WANTED, ASKED_BEFORE, "550 no such box")


def test_an_announcement_is_counted_as_its_rows_say(campaign):
    announcement = announce(campaign, now=ASKED_AT)
    artist = campaign.release.artist
    for number, (end, twice) in enumerate(product((*ENDS, "sent"), (False, True))):
        AnnouncementMail.objects.create(
            announcement=announcement,
            membership=add_member(artist, address=f"fan{number}@example.org", now=ASKED_AT),
            mailbox_mark=f"{number}",
            made_at=ASKED_AT,
            due_at=ASKED_AT,
            sent_at=ASKED_AT if end == "sent" else None,
            failed_at=None if end in ("sent", "waiting") else ASKED_AT,
            because="" if end in ("sent", "waiting") else end,
            maybe_twice=twice and end in ("sent", "waiting"),
        )

    rows = list(AnnouncementMail.objects.filter(announcement=announcement))
    ends = Counter(
        "sent" if row.sent_at else (row.because or "refused") if row.failed_at else "waiting"
        for row in rows
    )

    assert count_announcement(announcement) == {
        "planned": len(rows),
        "sent": ends["sent"],
        "waiting": ends["waiting"],
        "left_before": ends[NOT_WANTED],
        "asked_before": ends[ASKED_BEFORE],
        "refused": ends["550 no such box"],
        "maybe_twice": sum(row.maybe_twice for row in rows),
        "left": 0,
    }
    assert ends == {"sent": 4, "waiting": 2, NOT_WANTED: 2, ASKED_BEFORE: 2, "550 no such box": 2}


def test_who_was_asked_to_reconnect_is_counted_as_the_rows_say(campaign):
    """A promise that was asked about twice is one; one held back by a person is none."""
    asked = [
        (Reason.GRANT_DEAD, Reason.GRANT_EXPIRED),
        (Reason.GRANT_DEAD,),
        (Reason.HELD_BACK,),
        (Reason.HELD_BACK, Reason.GRANT_DEAD),
    ]
    for number, (causes, wrote, came) in enumerate(product(asked, (False, True), (False, True))):
        presave = _presave(campaign, number=number)
        for cause in causes:
            ReconnectAsk.objects.create(
                presave=presave,
                cause=cause,
                noted_at=ASKED_AT,
                written_at=ASKED_AT if wrote else None,
                unreachable_at=None if wrote else ASKED_AT,
                reconnected_at=ASKED_AT if wrote and came else None,
            )

    rows = [row for row in ReconnectAsk.objects.all() if row.cause != Reason.HELD_BACK]
    written = {row.presave_id for row in rows if row.written_at}
    again = {row.presave_id for row in rows if row.reconnected_at}
    never = {row.presave_id for row in rows if not row.written_at and row.unreachable_at}

    assert tally_reconnects(campaign) == {
        "written": len(written),
        "reconnected": len(again),
        "not_reachable": len(never),
    }
    assert (len(written), len(again), len(never)) == (6, 3, 6)


def _presave(campaign, *, number) -> PreSave:
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=Fan.objects.create(workspace=campaign.workspace, created_at=ASKED_AT),
        provider="spotify",
        account_hash=f"account {number}",
        connected_at=ASKED_AT,
    )
    return PreSave.objects.create(
        campaign=campaign,
        connection=connection,
        provider="spotify",
        market="DE",
        promised_at=ASKED_AT,
        changed_at=ASKED_AT,
    )
