"""A fan with everything that can be held about one, and the campaign it is held for."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from countin.campaigns.models import Artist, Campaign, Channel, Kind, Release, Timing
from countin.fans.addresses import remember_address
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.fans.keys import give_key
from countin.fans.models import Connection, Fan, Grant
from countin.messaging.mail_keys import give_mail_key
from countin.messaging.models import Mail, MailKind, Reminder
from countin.presaves.models import Authorization, PreSave, StandingConsent
from countin.presaves.promising import make_presave
from countin.presaves.standing import begin_standing
from countin.providers import contract
from countin.vault.keys import make_keypair
from countin.vault.sealing import Sealer
from countin.visits.models import Visit
from countin.workspaces.defaults import default_workspace

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
RELEASE_DATE = date(2026, 11, 27)
ADDRESS = "ada.marked@example.org"
SECRET = "marked-secret-of-the-fan"  # planted, to be looked for
WORDS = "Save “Midnight Single” for me on the day."


@pytest.fixture
def campaign(db) -> Campaign:
    return make_campaign("midnight-single", release_date=RELEASE_DATE)


@pytest.fixture
def later_campaign(campaign) -> Campaign:
    return make_campaign("later-single", release_date=RELEASE_DATE + timedelta(days=60))


@pytest.fixture
def after(campaign):
    """So many days after the release is out everywhere."""

    def moment(*, days: float):
        return campaign.release.last_moment + timedelta(days=days)

    return moment


@pytest.fixture
def ada(campaign) -> SimpleNamespace:
    """A fan who connected, ticked the follow, gave an address, and is held everywhere."""
    return hold_fan(campaign)


def make_campaign(slug: str, *, release_date: date) -> Campaign:
    workspace = default_workspace(now=NOW)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle=slug)
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind=Kind.SINGLE,
        timing=Timing.LOCAL,
        release_date=release_date,
    )
    return Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug=slug,
        published_at=NOW - timedelta(days=1),
        created_at=NOW - timedelta(days=1),
    )


def hold_fan(campaign: Campaign, *, account: str = "account", now=NOW) -> SimpleNamespace:
    fan = Fan.objects.create(
        workspace=campaign.workspace,
        created_at=now,
        language="de",
        time_zone="Europe/Berlin",
        territory="DE",
    )
    connection = Connection.objects.create(
        workspace=campaign.workspace,
        fan=fan,
        provider="spotify",
        account_hash=account,
        market="DE",
        connected_at=now,
    )
    held = SimpleNamespace(fan=fan, connection=connection, token=give_key(fan, now=now))
    held.presave = promise(campaign, connection=connection, now=now)
    held.grant = seal(connection, now=now)
    held.reminder = remind(campaign, fan=fan, now=now)
    return held


def promise(campaign: Campaign, *, connection: Connection, now=NOW) -> PreSave:
    visit = Visit.objects.create(
        campaign=campaign, visited_at=now, referrer_host="news.example", browser="Firefox"
    )
    channel, _ = Channel.objects.get_or_create(campaign=campaign, name="newsletter")
    consent = record_consent(connection.fan, words=WORDS, version="1", language="en", now=now)
    presave = make_presave(
        campaign,
        connection=connection,
        consent=consent,
        market="DE",
        channel=channel,
        visit_id=visit.pk,
        follow=campaign.release.artist,
        tries_early=False,
        now=now,
    )
    Authorization.objects.create(
        campaign=campaign,
        provider="spotify",
        state_hash=f"state {presave.pk}",
        browser_hash="browser",
        words=WORDS,
        words_version="1",
        time_zone="Europe/Berlin",
        territory="DE",
        visit_id=visit.pk,
        started_at=now,
        expires_at=now + timedelta(minutes=10),
        outcome="done",
        presave=presave,
    )
    return presave


def seal(connection: Connection, *, now=NOW) -> Grant:
    grant = contract.Grant(
        secret=SECRET,
        allows=frozenset(contract.Ask),
        scopes="user-library-modify",
        authorized_at=now,
        usable_until=now + timedelta(days=180),
    )
    _private, public = make_keypair()
    return seal_grant(
        connection,
        grant=grant,
        client_id="client",
        sealer=Sealer(public),
        keeps=frozenset(),
        now=now,
    )


def remind(campaign: Campaign, *, fan: Fan, now=NOW, confirmed: bool = True) -> Reminder:
    email = remember_address(fan, address=ADDRESS, now=now)
    reminder = Reminder.objects.create(
        campaign=campaign,
        fan=fan,
        provider="apple_music",
        market="DE",
        asked_at=now,
        email=email,
        consent=record_consent(fan, words="Remind me.", version="1", language="en", now=now),
        confirmed_at=now if confirmed else None,
    )
    mail = Mail.objects.create(
        reminder=reminder,
        kind=MailKind.CONFIRM,
        made_at=now,
        due_at=now,
        sent_at=now,
        address_mark="0a1b2c3d",
    )
    give_mail_key(mail, address=ADDRESS, now=now)
    return reminder


def stand(held: SimpleNamespace, *, now=NOW) -> StandingConsent:
    """This fan asks for every coming release of the artist."""
    consent = record_consent(held.fan, words="Every one.", version="1", language="en", now=now)
    artist = held.presave.campaign.release.artist
    return begin_standing(held.connection, artist=artist, consent=consent, now=now)
