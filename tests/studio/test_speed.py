"""Every page of the studio and every question to the API, asked of an artist with few fans and of a
label with sixty artists: as many queries for the one as for the other, and under twenty."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from countin import clock
from countin.campaigns.models import Artist, Campaign, Channel, OutsideLink, Release
from countin.campaigns.targets.checking import note_targets
from countin.insights.models import AuditReading
from countin.insights.written import show_kept, write_asked
from countin.messaging.announcement_tables import AnnouncementKind
from countin.messaging.announcing.drafting import Words, draft_announcement
from countin.messaging.outreach import add_contact
from countin.release_day.models import Rehearsal
from countin.visits.links import channel_link
from countin.workspaces.auditing import write_audit
from countin.workspaces.models import Role
from tests.api.asking import Program
from tests.api.standing import operations, stand_there
from tests.insights.rows import BEFORE, DAY, make_presave, make_reminder, make_visit
from tests.studio.conftest import Desk, join
from tests.studio.test_roles import addresses

Question = tuple[str, Callable[[], Any]]
# Both databases are asked the same number of times: one of them tells it.
pytestmark = [pytest.mark.django_db, pytest.mark.once]
MOST = 20
# No pages, and made on the spot: docs/decisions/0075-a-report-page-asks-little.md.
REPORTS = {"studio_report_file", "GET /campaigns/{slug}/report"}
MARKETS = ("NZ", "AU", "JP", "KR", "SG", "TH", "IN", "AE", "SA", "TR", "GR", "DE", "PT", "AR", "US")


def test_a_label_costs_no_more_queries_than_an_artist(owner: Desk, asks: Program):
    there = stand_there(asks)
    campaign = Campaign.objects.with_release().get(slug=there["campaigns"])
    show_kept(campaign, now=clock.now())
    grow(campaign, by=1)
    questions = list(questions_of(owner, asks, there=there))
    few = count(questions)

    grow(campaign, by=30)
    grow_label(campaign)
    many = count(questions)
    grown = [one for one in questions if many[one[0]] > few[one[0]]]
    many |= count(grown)

    assert len(many) > 75
    assert {page: n for page, n in many.items() if n >= MOST and page not in REPORTS} == {}
    assert {page: (few[page], n) for page, n in many.items() if n > few[page]} == {}


def grow(campaign: Campaign, *, by: int) -> None:
    """More of everything that one campaign may have."""
    now, artist = clock.now(), campaign.release.artist
    for number in range(Channel.objects.count(), Channel.objects.count() + by):
        channel = Channel.objects.create(campaign=campaign, name=f"channel-{number}", reach=number)
        channel_link(channel, now=now)
        make_visit(campaign, channel=channel.name)
        for state, reason in (("saved", ""), ("failed", "not_released"), ("promised", "")):
            make_presave(
                campaign,
                provider=("spotify", "apple_music")[number % 2],
                market=MARKETS[number % len(MARKETS)],
                channel=channel.name,
                state=state,
                reason=reason,
            )
        make_reminder(campaign)
        add_contact(campaign, whom=f"Ada {number}", way="", now=now)
        for of in (campaign, None):
            draft_announcement(
                artist, kind=AnnouncementKind.NEWS, campaign=of, words=Words(), now=BEFORE
            )
        OutsideLink.objects.create(
            release=campaign.release,
            kind="preorder",
            label=f"Shop {number}",
            url=f"https://shop.example.org/{number}",
            position=number,
        )
    AuditReading.objects.get_or_create(
        campaign=campaign, defaults={"asked_at": now, "done_at": now}
    )
    Rehearsal.objects.create(campaign=campaign, asked_at=now, done_at=now)
    note_targets(campaign, providers=settings.PROVIDERS, now=now)
    write_asked(now=now + timedelta(hours=1), providers=settings.PROVIDERS, base_url="http://x")


def grow_label(campaign: Campaign) -> None:
    """Sixty artists, a hundred and twenty campaigns, and whatever a workspace may have."""
    workspace, now = campaign.workspace, clock.now()
    artists = Artist.objects.bulk_create(
        Artist(workspace=workspace, name=f"Artist {number:02}", handle=f"artist-{number:02}")
        for number in range(60)
    )
    releases = Release.objects.bulk_create(
        Release(artist=artist, title="Song", kind="single", timing="local", release_date=DAY)
        for artist in artists * 2
    )
    made = {"workspace": workspace, "created_at": BEFORE, "changed_at": BEFORE}
    Campaign.objects.bulk_create(
        Campaign(release=release, slug=f"song-{number}", **made)
        for number, release in enumerate(releases)
    )
    for number in range(20):
        write_audit(workspace, who="x", what="x", subject="x", now=now)
        join(f"person{number}@example.org", role=Role.ANALYST, workspace=workspace)


def questions_of(owner: Desk, asks: Program, *, there: Any) -> Iterator[Question]:
    """Every address of the studio that may be opened, and every reading operation."""
    for name, path in pages(there):
        if owner.look(path).status_code != 405:
            yield name, partial(owner.look, path)
    for operation in operations():
        if operation.startswith("GET "):
            path = re.sub(r"(\w+)/\{\w+\}", lambda at: f"{at[1]}/{there[at[1]]}", operation[4:])
            yield operation, partial(asks.get, path, given="886448495581", limit="50")


def count(questions: Iterable[Question]) -> dict[str, int]:
    """The queries of each."""
    counted: dict[str, int] = {}
    for name, ask in questions:
        with CaptureQueriesContext(connection) as caught:
            answer = ask()
            b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in (200, 302, 409), (name, answer.status_code)
        counted[name] = len(caught)
    return counted


def pages(there: Any) -> Iterator[tuple[str, str]]:
    """By the table of addresses."""
    of_campaign = {"slug": there["campaigns"]}
    of_workspace = {"workspace": "default"}
    given: tuple[dict[str, Any], ...] = (
        *(of_campaign, {**of_campaign, "number": there["announcements"]}),
        *(of_workspace, {**of_workspace, "handle": there["artists"]}),
        *({**of_workspace, "handle": there["artists"], "number": there["news"]}, {}),
    )
    yield from ((path, f"/studio/account/{path}/") for path in ("2fa", "sessions"))
    for name, _least in addresses():
        for parts in given:
            try:
                yield name, reverse(name, kwargs=parts)
            except NoReverseMatch:
                continue
            break
