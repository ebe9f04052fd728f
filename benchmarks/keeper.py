"""The worker's own function on the crowd of `benchmarks.crowd`, shard after shard."""

import os
import random
import time
from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.db import connection as database

from countin import clock
from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.watching import watch_market
from countin.config.worker import settle_memory
from countin.fans.grants import overwrite_shredded
from countin.fans.resealing import SEALED as FANS
from countin.pacing.gates import AccountGate
from countin.presaves.models import PreSave
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.keeping import keep_shard
from countin.release_day.models import Attempt
from countin.release_day.shards import SHARD_SIZE as SHARD_SIZE
from countin.release_day.shards import Group, Kind, Shard
from countin.release_day.sweeping import cut_shards, due_groups
from countin.release_day.turns import Turns
from countin.release_day.waves import running_campaigns, watch_due_markets
from countin.vault.keys import KeyRing, PrivateKey
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from countin.workspaces.jobs import Bench

_CLIENT = "c" * 32
_ALBUM = "spotify:album:0000000000000000000001"


class Keeper:
    """One worker, in this process."""

    def __init__(self, address: str) -> None:
        key = PrivateKey.from_text(os.environ["COUNTIN_BENCH_KEY"])
        self.kept = 0
        self._provider = _spotify(address)
        self._bench = Bench(
            now=clock.now,
            providers={"spotify": self._provider},
            opener=Opener(KeyRing(key)),
            sealer=Sealer(key.public_key),
            base_url=settings.BASE_URL,
            mail_is_set=False,
            chance=random.Random(1),
        )
        self._group = Group("spotify", Kind.SAVE, Campaign.objects.get().pk, ("DE",))
        self._shards = self._cut()
        settle_memory()

    def seal_ahead(self) -> int:
        """As the worker does in the days before: what pages sealed, under its own key."""
        (grants,) = FANS
        after = done = 0
        while True:
            batch = grants.reseal_ahead(opener=self._bench.opener, after=after, at_most=500)
            done += sum(batch.done.values())
            if batch.last == after:
                return done
            after = batch.last

    def seconds_to_cut(self) -> float:
        """To find the next shard and look at it, in processor time; the best of several."""
        return min(self._seconds_to_cut() for _ in range(20))

    def seconds_to_first_call(self) -> float:
        """From the beginning of a sweep to the first call that it leads to."""
        began_at = clock.now()
        self.keep(most=1)
        first = Attempt.objects.order_by("started_at").values_list("started_at", flat=True)[0]
        return (first - began_at).total_seconds()

    def sweep(self) -> dict[Group, datetime | None]:
        """What is asked again and again on the night: markets watched, and what is due."""
        now = clock.now()
        campaigns = running_campaigns(now)
        watch_due_markets(self._provider, campaigns=campaigns, now=now)
        return due_groups(self._provider, campaigns=campaigns, now=now)

    def seconds_to_first_attempt(self) -> float:
        """From a moment that has come to the first call that it leads to."""
        let_out()
        began_at = clock.now()
        shard = next(cut_shards(self.sweep(), turns=Turns(), now=clock.now()))
        self.kept += keep_shard(shard, bench=self._bench)
        first = Attempt.objects.order_by("started_at").values_list("started_at", flat=True)[0]
        return (first - began_at).total_seconds()

    def call_the_middle_saved(self, *, but_the_last: int) -> None:
        """As if they had been, by one statement."""
        left = PreSave.objects.filter(state="promised")
        if left.count() <= but_the_last:
            return
        spared = left.order_by("-pk").values_list("pk", flat=True)[but_the_last - 1]
        left.filter(pk__lt=spared).update(state="saved")
        overwrite_shredded()  # as the worker does every quarter of a minute
        with database.cursor() as cursor:
            cursor.execute("ANALYZE")

    def left(self) -> int:
        """Promises that are on their way still."""
        return PreSave.objects.filter(state="promised").count()

    def keep(self, *, most: int) -> None:
        """Whole shards, until so many promises more are kept or none is left."""
        until = self.kept + most
        while self.kept < until and (shard := next(self._shards, None)):
            self.kept += keep_shard(shard, bench=self._bench)

    def saved(self) -> int:
        """Promises that were kept, as the database says."""
        return PreSave.objects.filter(state="saved").count()

    def _cut(self) -> Iterator[Shard]:
        return cut_shards({self._group: clock.now()}, turns=Turns(), now=clock.now())

    def _seconds_to_cut(self) -> float:
        start = time.process_time()
        shard = self._group.cut(after=0, size=SHARD_SIZE, now=clock.now())
        assert shard is not None
        assert list(shard.presaves(clock.now())[:100])
        return time.process_time() - start


def let_out() -> None:
    """The moment has come: the market of everybody shows the release."""
    for campaign in Campaign.objects.with_release():
        sighting = watch_market(campaign.release, provider="spotify", market="DE", now=clock.now())
        Sighting.objects.filter(pk=sighting.pk).update(seen_at=clock.now(), external_id=_ALBUM)


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
