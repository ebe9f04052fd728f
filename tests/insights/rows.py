"""Rows of campaigns as they may lie in the database, and the brute-force way to read them."""

import itertools
from datetime import UTC, date, datetime, timedelta

from countin.campaigns.models import Campaign, Channel, Release
from countin.fans.models import Connection, Fan
from countin.messaging.models import Reminder
from countin.presaves.models import Authorization, FollowAsk, PreSave
from countin.visits.models import Click, Link, Visit
from countin.workspaces.defaults import default_workspace
from tests.artists import make_artist

DAY = date(2026, 11, 27)
BEFORE = datetime(2026, 11, 1, 12, tzinfo=UTC)
AFTER = datetime(2026, 11, 29, 12, tzinfo=UTC)
_unique = itertools.count(1)


def make_campaign(*, channels=None, release_at=None, published=True, **changes) -> Campaign:
    """A campaign of its own; `channels` gives each channel's reach or None."""
    number = next(_unique)
    workspace = default_workspace(now=BEFORE)
    artist = make_artist(
        workspace,
        handle=f"held-notes-{number}",
        spotify="spotify:artist:0000000000000000000001",
    )
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind="single",
        upc="886448495581",
        timing="global" if release_at else "local",
        release_date=release_at.date() if release_at else DAY,
        release_at=release_at,
    )
    campaign = Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug=f"midnight-{number}",
        published_at=BEFORE if published else None,
        created_at=BEFORE,
        **changes,
    )
    for name, reach in (channels or {}).items():
        Channel.objects.create(campaign=campaign, name=name, reach=reach)
    return campaign


def channel_of(campaign, name):
    return Channel.objects.filter(campaign=campaign, name=name).first() if name else None


def make_presave(
    campaign, *, provider="spotify", market="DE", channel=None, state="promised", reason=""
) -> PreSave:
    fan = Fan.objects.create(workspace=campaign.workspace, created_at=BEFORE)
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=fan,
        provider=provider,
        account_hash=f"{next(_unique):064}",
        connected_at=BEFORE,
    )
    return PreSave.objects.create(
        campaign=campaign,
        connection=connection,
        provider=provider,
        market=market,
        channel=channel_of(campaign, channel),
        state=state,
        reason=reason,
        promised_at=BEFORE,
        changed_at=BEFORE,
    )


def make_follow(presave, *, state="waiting", because="") -> FollowAsk:
    return FollowAsk.objects.create(
        presave=presave,
        artist=presave.campaign.release.artist,
        state=state,
        because=because,
        asked_at=BEFORE,
        changed_at=BEFORE,
    )


def make_visit(campaign, *, channel=None, is_bot=False) -> Visit:
    return Visit.objects.create(
        campaign=campaign,
        channel=channel_of(campaign, channel),
        visited_at=BEFORE,
        is_bot=is_bot,
    )


def make_authorization(
    campaign,
    *,
    provider="spotify",
    outcome="done",
    browser=None,
    returned=True,
    started_at=BEFORE,
    **links,
) -> Authorization:
    number = next(_unique)
    return Authorization.objects.create(
        campaign=campaign,
        provider=provider,
        state_hash=f"{number:064}",
        browser_hash=f"{number:064}" if browser is None else browser,
        started_at=started_at,
        expires_at=started_at + timedelta(minutes=10),
        returned_at=started_at + timedelta(minutes=1) if returned else None,
        outcome=outcome,
        **links,
    )


def make_reminder(
    campaign,
    *,
    confirmed=False,
    sent=False,
    notifiable=False,
    notified=False,
    opened=0,
    withdrawn=False,
    provider="spotify",
    channel=None,
) -> Reminder:
    link = Link.objects.create(
        campaign=campaign, kind="reminder", code=f"code{next(_unique)}", created_at=BEFORE
    )
    for _again in range(opened):
        make_click(campaign, kind="open", link=link)
    fan = Fan.objects.create(workspace=campaign.workspace, created_at=BEFORE)
    return Reminder.objects.create(
        campaign=campaign,
        fan=fan,
        provider=provider,
        channel=channel_of(campaign, channel),
        asked_at=BEFORE,
        confirmed_at=BEFORE if confirmed else None,
        sent_at=AFTER if sent else None,
        push_allowed_at=BEFORE if notifiable else None,
        pushed_at=AFTER if notified else None,
        withdrawn_at=BEFORE if withdrawn else None,
        link=link,
    )


def make_click(campaign, *, kind="follow_link", link=None) -> Click:
    return Click.objects.create(
        campaign=campaign, provider="spotify", kind=kind, link=link, clicked_at=BEFORE
    )
