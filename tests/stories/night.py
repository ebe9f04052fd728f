"""A release night on a table: the simulator, a campaign, fans, and the worker's own jobs.

The clock is moved in both worlds at once; between leaps the jobs run until nothing is left
to do. Everything asks the simulator over real HTTP.
"""

import json
import random
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings

from countin.campaigns.jobs import JOBS as CAMPAIGNS
from countin.campaigns.models import Campaign, PinnedId, Release, Sighting
from countin.fans.accounts import account_hash
from countin.fans.connecting import connect_fan
from countin.fans.consents import record_consent
from countin.fans.grants import seal_grant
from countin.pacing.gates import AccountGate
from countin.presaves.leaning import asks_needed
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.promising import make_presave
from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.asking import ask
from countin.providers.contract import Ask, Grant, Provider
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.jobs import JOBS as RELEASE_DAY
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from countin.workspaces.defaults import default_workspace
from countin.workspaces.jobs import Bench
from simulator.running import RunningSimulator
from tests.artists import make_artist
from tests.providers.spotify_stage import EXTENDED, RETURN, VERIFIER, agree, settings_for

ALBUM = "spotify:album:0MidnightWindowsEP0001"
ARTIST = "spotify:artist:0TheHeldNotesArtist001"
RELEASE = "midnight-windows"
RELEASE_DATE = date(2026, 12, 18)
_LONGEST_NIGHT = timedelta(days=40)


class Night:
    """One campaign and its night."""

    def __init__(self, sim: RunningSimulator) -> None:
        self.sim = sim
        self._offset = timedelta()
        self._sessions: list[Http] = []
        private, public = make_keypair()
        self.opener, self.sealer = Opener(KeyRing(private)), Sealer(public)
        self.spotify = self.make_spotify()
        self.apple_music = self._make_apple_music()
        self.providers: dict[str, Provider] = {
            "spotify": self.spotify,
            "apple_music": self.apple_music,
        }
        self.leap_to(datetime(2026, 12, 1, 12, tzinfo=UTC))
        self.campaign = self._make_campaign()

    # Time

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset

    def leap_to(self, moment: datetime) -> None:
        self._offset = moment - datetime.now(UTC)
        self.sim.tell("clock", {"offset_seconds": self._offset.total_seconds()})

    def leap(self, span: timedelta) -> None:
        self.leap_to(self.now() + span)

    # Fans

    def connect(
        self, fan: str, *, country: str = "DE", follow: bool = False, at: str = "spotify"
    ) -> PreSave:
        """The fan agrees at the service and the promise is made."""
        self.sim.add_fan(fan, country=country)
        provider = self.providers[at]
        grant, account, market = self._grant(fan, at=at, follow=follow, country=country)
        now = self.now()
        connection = connect_fan(
            None,
            workspace=self.campaign.workspace,
            provider=at,
            account_hash=account_hash(account, provider=at, secret_key=settings.SECRET_KEY),
            market=market,
            now=now,
        )
        consent = record_consent(connection.fan, words="…", version="1", language="en", now=now)
        presave = make_presave(
            self.campaign,
            connection=connection,
            consent=consent,
            market=market,
            channel=None,
            visit_id=None,
            follow=self.campaign.release.artist if follow else None,
            tries_early=provider.abilities.early_add,
            now=now,
        )
        seal_grant(
            connection,
            grant=grant,
            client_id=provider.client_id,
            sealer=self.sealer,
            keeps=asks_needed(connection.pk),
            now=now,
        )
        return presave

    def crowd(self, size: int, *, follow: bool = False, at: str = "spotify") -> list[str]:
        """Fans of one country, by name."""
        names = [f"fan-{number}" for number in range(size)]
        for name in names:
            self.connect(name, follow=follow, at=at)
        return names

    # The worker

    def bench(self) -> Bench:
        return Bench(
            now=self.now,
            providers=self.providers,
            opener=self.opener,
            sealer=self.sealer,
            base_url="http://127.0.0.1:8000",
            mail_is_set=False,
            chance=random.Random(7),
        )

    def work(self) -> int:
        """Every job once, in the worker's order."""
        bench = self.bench()
        return sum(job.verb(bench) for job in (*CAMPAIGNS, *RELEASE_DAY))

    def work_until_quiet(self) -> datetime:
        """Until two rounds found nothing. What was due when the last began is done, or blocked."""
        while True:
            is_idle, began = self.work() == 0, self.now()
            if self.work() == 0 and is_idle:
                return began

    def play(self, *, until: datetime | None = None) -> None:
        """Work, leap to whatever comes next, and so on until nothing is on its way."""
        end = until or self.now() + _LONGEST_NIGHT
        while self.now() < end:
            quiet = self.work_until_quiet()
            # What is due but not done is blocked by a gate, whose opening is among the moments.
            if not (moments := [moment for moment in self._next_moments() if quiet < moment < end]):
                break
            if (comes := min(moments) + timedelta(seconds=0.02)) > self.now():
                self.leap_to(comes)
        if until:
            self.leap_to(until)

    def to_release(self) -> None:
        """To just after midnight in Germany."""
        self.leap_to(self.campaign.release.moment_in("DE") + timedelta(seconds=1))

    # Reading

    def states(self) -> Counter[str]:
        return Counter(PreSave.objects.values_list("state", flat=True))

    def reasons(self) -> Counter[str]:
        return Counter(PreSave.objects.values_list("reason", flat=True))

    def follow_states(self) -> Counter[str]:
        return Counter(FollowAsk.objects.values_list("state", flat=True))

    def holders(self, *, at: str = "spotify") -> set[str]:
        """Fans whose library holds the release, by the simulator's truth."""
        held = ALBUM if at == "spotify" else RELEASE
        return set(self.sim.look(f"libraries?holding={held}")["fans"][at])

    def followers(self) -> set[str]:
        return set(self.sim.look(f"libraries?holding={ARTIST}")["fans"]["spotify"])

    def complaints(self) -> dict[str, int]:
        kinds: dict[str, int] = self.sim.look("complaints")["kinds"]
        return kinds

    # Building

    def close(self) -> None:
        for session in self._sessions:
            ask(session.close())

    def _http(self, gate: AccountGate) -> Http:
        self._sessions.append(Http(gate=gate))
        return self._sessions[-1]

    def _next_moments(self) -> Iterator[datetime]:
        now = self.now()
        open_presaves = PreSave.objects.open().filter(next_attempt_at__isnull=False)
        waiting = FollowAsk.objects.waiting().filter(next_attempt_at__isnull=False)
        looks = Sighting.objects.filter(seen_at=None, given_up_at=None, next_look_at__isnull=False)
        for rows, name in (
            (open_presaves, "next_attempt_at"),
            (waiting, "next_attempt_at"),
            (looks, "next_look_at"),
        ):
            yield from rows.values_list(name, flat=True)
        if PreSave.objects.open().exists():
            release = self.campaign.release
            moments = (release.moment_in("DE"), release.moment_in("US"), release.moment_in("NZ"))
            yield from (moment for moment in moments if moment > now)
        for provider in self.providers.values():
            if closed_until := provider.gate.closed_until():
                yield closed_until

    def make_spotify(self) -> SpotifyProvider:
        options = SpotifyOptions.from_values(settings_for(self.sim, EXTENDED))
        gate = AccountGate(provider="spotify", client_id=options.client_id, now=self.now)
        return SpotifyProvider(options, http=self._http(gate))

    def _make_apple_music(self) -> AppleMusicProvider:
        options = AppleMusicOptions.from_values(
            {
                "COUNTIN_APPLE_TEAM_ID": self.sim.apple_team_id,
                "COUNTIN_APPLE_KEY_ID": self.sim.apple_key_id,
                "COUNTIN_APPLE_PRIVATE_KEY": self.sim.apple_private_key,
                "COUNTIN_APPLE_API_URL": self.sim.apple_api_url,
                "COUNTIN_APPLE_MUSICKIT_URL": self.sim.apple_musickit_url,
            }
        )
        gate = AccountGate(provider="apple_music", client_id=options.team_id, now=self.now)
        return AppleMusicProvider(options, http=self._http(gate), now=self.now)

    def _make_campaign(self) -> Campaign:
        now = self.now()
        workspace = default_workspace(now=now)
        artist = make_artist(workspace, spotify=ARTIST, apple_music="9900000001")
        release = Release.objects.create(
            artist=artist,
            title="Midnight Windows",
            kind="ep",
            upc="410000201015",
            timing="local",
            release_date=RELEASE_DATE,
        )
        PinnedId.objects.create(
            release=release,
            provider="spotify",
            external_id=ALBUM,
            pinned_at=now,
            pinned_by="file",
        )
        return Campaign.objects.create(
            workspace=workspace,
            release=release,
            slug="midnight-windows",
            ask_follow=True,
            published_at=now,
            created_at=now,
        )

    def _grant(self, fan: str, *, at: str, follow: bool, country: str) -> tuple[Grant, str, str]:
        if at == "apple_music":
            token = self.music_user_token(fan)
            grant, access = ask(self.apple_music.accept_token(token, now=self.now()))
            account = ask(self.apple_music.identify(access))
            return grant, fan, account.market or ""
        asks = frozenset({Ask.SAVE, Ask.FOLLOW} if follow else {Ask.SAVE})
        address = self.spotify.consent_address(
            state="s" * 40, verifier=VERIFIER, return_address=RETURN, asks=asks
        )
        code = agree(address, fan=fan)["code"]
        grant, access = ask(
            self.spotify.accept_code(code, verifier=VERIFIER, return_address=RETURN, now=self.now())
        )
        account = ask(self.spotify.identify(access))
        assert account.id
        return grant, account.id, country

    def music_user_token(self, fan: str) -> str:
        origin = "http://127.0.0.1:8000"
        token = self.apple_music.page_token(origin=origin, now=self.now())
        query = urlencode({"app": "Count-In", "origin": origin, "token": token})
        parts = urlsplit(self.sim.apple_musickit_url)
        request = urllib.request.Request(
            f"{parts.scheme}://{parts.netloc}/apple/authorize?{query}",
            data=urlencode({"fan": fan, "decision": "agree"}).encode(),
            headers={"Accept": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            said: dict[str, Any] = json.loads(answer.read())
        token_of_fan: str = said["musicUserToken"]
        return token_of_fan
