"""A campaign that came out a minute ago, and everybody who waits for it."""

import random
import time
from datetime import timedelta

from django.conf import settings
from django.db import connection as database

from countin import clock
from countin.campaigns.models import Artist, Campaign, PinnedId, Release
from countin.config.tables import make_tables
from countin.fans.models import Connection, Fan, Grant
from countin.pacing.gates import AccountGate
from countin.presaves.models import PreSave
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.keeping import keep_shard
from countin.release_day.shards import SHARD_SIZE, Group, Kind
from countin.release_day.sweeping import cut_shards
from countin.release_day.turns import Turns
from countin.vault.contexts import Context
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from countin.workspaces.defaults import default_workspace
from countin.workspaces.jobs import Bench

_BATCH = 2000
_CLIENT = "c" * 32


class Crowd:
    """Seeded in bulk; kept by the worker's own function, shard after shard."""

    def __init__(self, size: int, *, address: str, chance: random.Random) -> None:
        make_tables()
        self.kept = 0
        self._size, self._chance = size, chance
        private, public = make_keypair()
        self._opener, self._sealer = Opener(KeyRing(private)), Sealer(public)
        self._provider = _spotify(address)
        self._campaign = _campaign()
        for start in range(0, size, _BATCH):
            self._add(range(start, min(start + _BATCH, size)))
        self._group = Group("spotify", Kind.SAVE, self._campaign.pk, ("DE",))
        with database.cursor() as cursor:
            cursor.execute("ANALYZE")

    def seconds_to_cut(self) -> float:
        """To find the next shard and look at it, the best of several."""
        best = 9.0
        for _ in range(20):
            start = time.perf_counter()
            shard = self._group.cut(after=0, size=SHARD_SIZE, now=clock.now())
            assert shard is not None
            assert list(shard.presaves(clock.now())[:100])
            best = min(best, time.perf_counter() - start)
        return best

    def keep_most(self) -> None:
        """All but the last shard."""
        self._keep(leave=SHARD_SIZE)

    def keep_rest(self) -> None:
        """What is left."""
        self._keep(leave=0)

    def saved(self) -> int:
        """Promises that were kept."""
        return PreSave.objects.filter(state="saved").count()

    def _keep(self, *, leave: int) -> None:
        groups = {self._group: clock.now()}
        for shard in cut_shards(groups, turns=Turns(), now=clock.now()):
            if self.kept >= self._size - leave:
                break
            self.kept += keep_shard(shard, bench=self._bench())

    def _bench(self) -> Bench:
        return Bench(
            now=clock.now,
            providers={"spotify": self._provider},
            opener=self._opener,
            sealer=self._sealer,
            base_url=settings.BASE_URL,
            mail_is_set=False,
            chance=self._chance,
        )

    def _add(self, numbers: range) -> None:
        now, campaign = clock.now(), self._campaign
        fans = Fan.objects.bulk_create(
            Fan(workspace=campaign.workspace, created_at=now) for _ in numbers
        )
        connections = Connection.objects.bulk_create(
            Connection(
                workspace=campaign.workspace,
                fan=fan,
                provider="spotify",
                account_hash=f"{number:064}",
                connected_at=now,
            )
            for number, fan in zip(numbers, fans, strict=True)
        )
        Grant.objects.bulk_create(self._grant(one) for one in connections)
        PreSave.objects.bulk_create(
            PreSave(
                campaign=campaign,
                connection=one,
                provider="spotify",
                market="DE",
                promised_at=now,
                changed_at=now,
            )
            for one in connections
        )

    def _grant(self, connection: Connection) -> Grant:
        now = clock.now()
        context = Context(kind="grant", provider="spotify", owner=str(connection.pk))
        return Grant(
            connection=connection,
            client_id=_CLIENT,
            scopes="user-library-modify",
            allows_save=True,
            sealed=self._sealer.seal("r" * 120, context=context),
            authorized_at=now,
            usable_until=now + timedelta(days=90),
        )


def _campaign() -> Campaign:
    now = clock.now()
    workspace = default_workspace(now=now)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle="held-notes")
    release = Release.objects.create(
        artist=artist,
        title="Midnight Single",
        kind="single",
        upc="886448495581",
        timing="global",
        release_date=now.date(),
        release_at=now - timedelta(minutes=1),
    )
    PinnedId.objects.create(
        release=release,
        provider="spotify",
        external_id="spotify:album:0000000000000000000001",
        pinned_at=now,
        pinned_by="file",
    )
    return Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug="midnight-single",
        published_at=now,
        created_at=now,
    )


def _spotify(address: str) -> SpotifyProvider:
    options = SpotifyOptions.from_values(
        {
            "COUNTIN_SPOTIFY_CLIENT_ID": _CLIENT,
            "COUNTIN_SPOTIFY_CLIENT_SECRET": "s" * 32,
            "COUNTIN_SPOTIFY_QUOTA": "extended",
            "COUNTIN_SPOTIFY_ACCOUNTS_URL": address,
            "COUNTIN_SPOTIFY_API_URL": f"{address}/v1",
        }
    )
    gate = AccountGate(provider="spotify", client_id=_CLIENT, now=clock.now)
    return SpotifyProvider(options, http=Http(gate=gate))
