"""People written to by hand: a link each, what came by it, and nobody's name in a channel."""

import json
from datetime import timedelta

import pytest
from click.testing import CliRunner

from countin.insights.outreach.commands import outreach
from countin.insights.outreach.reading import read_outreach
from countin.messaging.models import OutreachContact
from countin.messaging.outreach import add_contact, forget_contact, note_written
from countin.privacy.retention import enforce_retention
from countin.visits.models import Visit
from tests.messaging.conftest import ASKED_AT, campaign  # noqa: F401  # a fixture

pytestmark = pytest.mark.django_db
NOW = ASKED_AT


@pytest.fixture
def ben(campaign):  # noqa: F811  # a fixture
    return add_contact(campaign, whom="Ben, the drummer's cousin", way="Instagram", now=NOW)


def test_what_came_by_the_link_is_told_of_the_person(campaign, ben):  # noqa: F811
    other = add_contact(campaign, whom="Eve", way="", now=NOW)
    Visit.objects.create(campaign=campaign, channel=ben.channel, visited_at=NOW)
    note_written(ben, now=NOW)
    note_written(ben, now=NOW + timedelta(days=1))

    first, second = read_outreach(campaign)

    assert (first.contact, first.visits, second.contact, second.visits) == (ben, 1, other, 0)
    assert first.contact.written_at == NOW
    assert first.code != second.code != ""


def test_no_channel_names_anybody(ben):
    assert ben.channel.name.startswith("to-")
    assert "ben" not in ben.channel.name
    assert ben.channel.reach == 1


def test_who_they_are_goes_and_what_came_stays(campaign, ben):  # noqa: F811
    Visit.objects.create(campaign=campaign, channel=ben.channel, visited_at=NOW)
    forget_contact(ben)

    assert OutreachContact.objects.count() == 0
    assert Visit.objects.filter(channel__name__startswith="to-").count() == 1


def test_names_and_notes_go_ninety_days_after_the_release(campaign, ben):  # noqa: F811
    note_written(ben, now=NOW)
    out = campaign.release.last_moment

    enforce_retention(now=out + timedelta(days=90) - timedelta(seconds=1))
    ben.refresh_from_db()
    before = ben.whom
    enforce_retention(now=out + timedelta(days=90))
    ben.refresh_from_db()

    assert before != ""
    assert (ben.whom, ben.way, ben.note, ben.written_at) == ("", "", "", None)


def test_the_command_adds_notes_and_prints(campaign):  # noqa: F811
    run = CliRunner().invoke
    run(outreach, [campaign.slug, "--add", "=Ben", "--add", "Eve", "--way", "letter"])
    number = OutreachContact.objects.order_by("pk").values_list("pk", flat=True)[0]
    noted = run(outreach, [campaign.slug, "--note", str(number), "Will play it", "--json"])
    table = run(outreach, [campaign.slug, "--csv"])
    missing = run(outreach, [campaign.slug, "--written", "999999"])

    rows = json.loads(noted.output)
    assert [(row["whom"], row["note"]) for row in rows] == [("=Ben", "Will play it"), ("Eve", "")]
    assert "'=Ben" in table.output
    assert missing.exit_code == 1
    assert "See who is there" in missing.output
