"""What happens to a campaign in the studio: copied, ended, put away; and that the log tells of
each change, or the change is not made."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from countin import clock
from countin.campaigns.models import Campaign
from countin.workspaces.models import AuditEntry, Invitation
from tests.insights.rows import make_campaign, make_presave
from tests.studio.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
_COMING = clock.now() + timedelta(days=30)
_DAY = (clock.now() + timedelta(days=60)).date().isoformat()


def there(campaign: Campaign, name: str) -> str:
    return reverse(f"studio_{name}", kwargs={"slug": campaign.slug})


def told() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("what", "subject"))


def test_ending_says_first_what_is_lost_and_is_told(manager: Desk):
    campaign = make_campaign(release_at=_COMING)
    for state in ("promised", "promised", "needs_fan", "saved"):
        make_presave(campaign, state=state)

    asked = manager.look(there(campaign, "end")).content.decode()
    untouched = Campaign.objects.get().ended_at
    ended = manager.press(there(campaign, "end"))
    page = manager.client.get(f"/{campaign.slug}").content.decode()

    assert "3 promises</strong> are not kept" in asked
    assert untouched is None
    assert ended.status_code == 302
    assert Campaign.objects.get().ended_at is not None
    assert "This campaign has ended" in page
    assert told() == [("campaign ended", campaign.slug)]


def test_only_what_is_over_goes_into_the_archive(manager: Desk):
    campaign = make_campaign(release_at=_COMING)
    home = "/studio/w/default/"

    manager.press(there(campaign, "archive"))
    still = Campaign.objects.get().archived_at
    manager.press(there(campaign, "end"))
    manager.press(there(campaign, "archive"))

    assert still is None
    assert campaign.slug not in manager.look(home).content.decode()
    assert campaign.slug in manager.look(home, show="archive").content.decode()
    manager.press(there(campaign, "unarchive"))
    assert campaign.slug in manager.look(home).content.decode()
    assert [what for what, _slug in told()] == [
        *("campaign ended", "campaign archived", "campaign unarchived"),
    ]


def test_a_copy_is_a_draft_without_any_fan(manager: Desk):
    campaign = manager.make()

    refused = manager.press(there(campaign, "copy"), title="Next", date="2020-01-01")
    made = manager.press(there(campaign, "copy"), title="Next", date=_DAY)

    assert refused.status_code == 422
    assert made["Location"] == "/studio/c/next/details"
    assert AuditEntry.objects.get(subject="next").detail == f"copy of {campaign.slug}"


@pytest.fixture
def closed_log(db: None) -> Iterator[None]:
    """No entry can be written, as on a full disk."""
    table = AuditEntry._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TRIGGER closed BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER closed")


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("pause", {}),
        ("end", {}),
        ("copy", {"title": "Next", "date": _DAY}),
        ("date", {"date": _DAY}),
        ("link", {"channel": "newsletter"}),
        ("release/rehearse", {}),
    ],
)
def test_nothing_changes_where_the_log_can_t_tell_of_it(
    manager: Desk, closed_log: None, name: str, given: dict[str, str]
):
    campaign = make_campaign(channels={"newsletter": 10}, release_at=_COMING)
    make_presave(campaign)
    before = _everything()

    answer = manager.press(f"/studio/c/{campaign.slug}/{name}", **given)

    assert answer.status_code == 500
    assert _everything() == before


def test_nobody_is_invited_where_the_log_can_t_tell_of_it(owner: Desk, closed_log: None):
    answer = owner.press("/studio/w/default/people/add", email="new@example.org", role="owner")

    assert answer.status_code == 500
    assert Invitation.objects.count() == 0


def _everything() -> dict[str, list[tuple[object, ...]]]:
    """Every row of the rooms that a press could change."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        rows = {}
        for name in names:
            if name.split("_")[0] in ("campaigns", "visits", "fans", "presaves", "release"):
                cursor.execute(f"SELECT * FROM {name} ORDER BY 1")
                rows[name] = cursor.fetchall()
    return rows
