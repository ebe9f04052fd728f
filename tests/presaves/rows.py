"""A fan with an account and a permission, and an artist's releases to come."""

from datetime import UTC, date, datetime, timedelta

from countin.campaigns.models import Artist, Campaign, Release
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.fans.models import Connection, Consent, Fan, Grant
from countin.pacing.gates import AccountGate
from countin.presaves.leaning import asks_needed, shred_unneeded
from countin.presaves.models import PreSave
from countin.presaves.promising import make_presave
from countin.providers import contract
from countin.providers.contract import Provider
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.vault.keys import make_keypair
from countin.vault.sealing import Sealer
from countin.workspaces.defaults import default_workspace
from tests.artists import make_artist

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
RELEASE_DATE = date(2026, 11, 27)
SEALER = Sealer(make_keypair()[1])
CLIENT = "client"


def make_the_artist() -> Artist:
    ids = {"spotify": "spotify:artist:0TheHeldNotesArtist001", "apple_music": "9900000001"}
    return make_artist(default_workspace(now=NOW), **ids)


def make_campaign(artist: Artist, *, days: int = 25, published: bool = True) -> Campaign:
    """A single that comes out so many days after NOW."""
    day = NOW.date() + timedelta(days=days)
    release = Release.objects.create(
        artist=artist,
        title=f"Single of {day}",
        kind="single",
        upc="410000201015",
        timing="local",
        release_date=day,
    )
    return Campaign.objects.create(
        workspace=artist.workspace,
        release=release,
        slug=f"single-{day}",
        ask_follow=True,
        published_at=NOW if published else None,
        created_at=NOW,
    )


def make_connection(
    artist: Artist, *, account: str = "ada", provider: str = "spotify"
) -> Connection:
    fan = Fan.objects.create(workspace=artist.workspace, created_at=NOW, territory="US")
    return Connection.objects.create(
        workspace=artist.workspace,
        fan=fan,
        provider=provider,
        account_hash=account,
        market="DE",
        connected_at=NOW,
    )


def agree(connection: Connection, *, words: str = "…", now: datetime = NOW) -> Consent:
    return record_consent(connection.fan, words=words, version="1", language="en", now=now)


def seal(connection: Connection, *, client_id: str = CLIENT, now: datetime = NOW) -> Grant:
    grant = contract.Grant(
        secret="secret",
        allows=frozenset(contract.Ask),
        scopes="user-library-modify user-follow-modify",
        authorized_at=now,
        usable_until=now + timedelta(days=180),
    )
    keeps = asks_needed(connection.pk)
    return seal_grant(
        connection, grant=grant, client_id=client_id, sealer=SEALER, keeps=keeps, now=now
    )


def promise(
    campaign: Campaign, *, connection: Connection, follow: bool = False, now: datetime = NOW
) -> PreSave:
    """What happens when a fan comes back from a service."""
    presave = make_presave(
        campaign,
        connection=connection,
        consent=agree(connection, now=now),
        market="DE",
        channel=None,
        visit_id=None,
        follow=campaign.release.artist if follow else None,
        tries_early=False,
        now=now,
    )
    seal(connection, now=now)
    shred_unneeded([connection.pk], now=now)
    return presave


def spotify_with(quota: str = "extended") -> dict[str, Provider]:
    """Spotify, never asked anything; `quota` may be empty: no key."""
    keys = {"COUNTIN_SPOTIFY_CLIENT_ID": "client", "COUNTIN_SPOTIFY_CLIENT_SECRET": "secret"}
    values = {**keys, "COUNTIN_SPOTIFY_QUOTA": quota} if quota else {}
    gate = AccountGate(provider="spotify", client_id="client", now=lambda: NOW)
    return {"spotify": SpotifyProvider(SpotifyOptions.from_values(values), http=Http(gate=gate))}
