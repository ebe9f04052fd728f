"""A campaign of an installation, the services it talks to, and fans on their phones."""

import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any

from countin.config.environment import addresses_outside
from simulator.running import RunningSimulator
from simulator.world import World
from tests.journeys.installation import Installation, wait_until
from tests.journeys.phone import Heard, Page, Phone
from tests.journeys.rows import count_on_their_way, read_rows
from tests.journeys.tables import bring_tables

SLUG = "midnight-windows"
ALBUM = "spotify:album:0MidnightWindowsEP0001"
ARTIST = "spotify:artist:0TheHeldNotesArtist001"
PRE_SAVE = "Pre-save on Spotify"
_SEALED = "SELECT count(*) FROM fans_grant WHERE sealed IS NOT NULL"
_FILE = """\
artist: {{name: The Held Notes, spotify: "spotify:artist:0TheHeldNotesArtist001",
         apple_music: "9900000001"}}
release:
  title: Midnight Windows
  kind: ep
  upc: "410000201015"
  timing: global
  at: {at}
slug: midnight-windows
ask_follow: true
follow_when: {follow_when}
channels: [newsletter]
"""


class Stage:
    """A context manager: the simulator runs inside it, and nothing stays alive after it."""

    def __init__(
        self,
        folder: Path,
        *,
        database_url: str = "",
        quota: str = "extended",
        world: World | None = None,
        settings: Mapping[str, str] | None = None,
        has_keys: bool = True,
    ) -> None:
        self.folder = folder
        self.sim = RunningSimulator(world)
        self._database_url = database_url
        self._quota = quota
        self._has_keys = has_keys
        self._settings = dict(settings or {})
        self._offset = 0.0
        self.heard: list[Heard] = []
        self.own_pages: dict[str, str] = {}
        self.phones: dict[str, Phone] = {}

    def __enter__(self) -> "Stage":
        self.sim.__enter__()
        self._clock_file = self.folder / "clock"
        settings = self._addresses() | (self._keys() if self._has_keys else {}) | self._settings
        settings["COUNTIN_CLOCK_OFFSET_FILE"] = str(self._clock_file)
        self.product = Installation(self.folder, database_url=self._database_url, settings=settings)
        bring_tables(self.product, database_url=self._database_url)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.product.clear_away()
        self.sim.__exit__(kind, error, trace)

    # The campaign

    def open_campaign(self, *, follow_when: str = "release") -> None:
        """Serve, and publish a campaign that comes out in an hour. `release_soon` moves it."""
        self.product.serve()
        self._follow_when = follow_when
        refusal = self._apply(datetime.now(UTC) + timedelta(hours=1), follow_when=follow_when)
        assert refusal == ""

    def release_soon(self, *, at_least: float = 0) -> float:
        """Move the release to a moment seconds away, here and at the services. Returns that
        moment by `time.time()`."""
        for ahead in (4.0, 10.0, 25.0):
            at = datetime.now(UTC) + timedelta(seconds=ahead + at_least)
            if "in the past" not in self._apply(at, follow_when=self._follow_when):
                return at.timestamp()
        raise AssertionError("this machine takes longer than 25 s to apply a file")

    def show(self) -> Any:
        return self.product.ask("campaign", "show", SLUG)

    def play_out(self, *, within: float) -> Any:
        """Wait until no promise is on its way any more; the counts at that moment."""
        shown: dict[str, Any] = {}

        def is_over() -> bool:
            if count_on_their_way(self.product, slug=SLUG):
                return False
            shown.update(self.show())
            on_their_way = shown["presaves"]["promised"] + shown["follows"]["waiting"]
            return bool(on_their_way == 0)

        wait_until(
            is_over, within=within, every=0.5, told=lambda: (self.show(), self.product.log[-2000:])
        )
        return shown

    def outwait_kill(self) -> None:
        """The clocks leap over what follows a kill: on PostgreSQL two minutes in which the dead
        worker's claims stand; on SQLite, where only one may live, the half minute in which the
        next one asks nothing, should the dead one have been told to be silent."""
        self.leap(125 if self._database_url else 32)

    def now(self) -> datetime:
        """By the clocks of both worlds."""
        return datetime.now(UTC) + timedelta(seconds=self._offset)

    def leap(self, seconds: float) -> None:
        """Move the clocks of both worlds on."""
        self._offset += seconds
        # The services first: a token of ours must never seem to come from the future.
        self.sim.tell("clock", {"offset_seconds": self._offset})
        draft = self._clock_file.with_suffix(".new")
        draft.write_text(f"{self._offset}\n")
        draft.rename(self._clock_file)

    # Fans

    def phone(self, fan: str, *, time_zone: str = "") -> Phone:
        """Theirs; where it is, is said when it is first asked for."""
        return self.phones.setdefault(fan, Phone(heard=self.heard, time_zone=time_zone))

    def pre_save(
        self, fan: str, *, follow: bool = False, page: str = "", time_zone: str = ""
    ) -> Page:
        """From the landing page over the consent page and back: the page after the return."""
        phone = self.phone(fan, time_zone=time_zone)
        landing = phone.open(page or f"{self.product.base_url}/{SLUG}")
        tick = "Also follow" if follow else ""
        consent = phone.press(landing, PRE_SAVE, tick=tick)
        return phone.press(consent, "Agree", fill={"Account": fan})

    def connect(self, fan: str, *, follow: bool = False) -> None:
        """A fan who has to end up with a promise and an own page."""
        thanks = self.pre_save(fan, follow=follow)
        assert thanks.status == 200, thanks.words
        self.own_pages[fan] = str(thanks.link("Your own page"))

    def crowd(self, size: int, *, followers: int = 0, country: str = "DE") -> list[str]:
        """So many fans with promises; the first of them want to follow, too."""
        names = [f"fan-{number}" for number in range(size)]
        self.sim.tell("fans", [{"id": name, "country": country} for name in names])
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda n: self.connect(names[n], follow=n < followers), range(size)))
        return names

    def withdraw(self, fan: str) -> Page:
        """On the fan's own page, by its button."""
        phone = self.phone(fan)
        return phone.press(phone.open(self.own_pages[fan]), "Withdraw")

    def withdraw_if_open(self, fan: str) -> None:
        """Likewise, unless it was saved in the meantime."""
        phone = self.phone(fan)
        page = phone.open(self.own_pages[fan])
        if "Withdraw" in page.buttons:
            phone.press(page, "Withdraw")

    def told_on_own_page(self, fan: str) -> str:
        return self.phone(fan).open(self.own_pages[fan]).words

    # The truth at the services

    def holders(self, what: str = ALBUM) -> set[str]:
        return set(self.sim.look(f"libraries?holding={what}")["fans"]["spotify"])

    def complaints(self) -> dict[str, int]:
        kinds: dict[str, int] = self.sim.look("complaints")["kinds"]
        return kinds

    def writes(self, names: Iterable[str], *, what: str = ALBUM) -> dict[str, int]:
        """How often the release was written into each library."""
        fans = self.sim.look("libraries")["fans"]
        return {
            name: fans[name]["spotify"]["writes"].get(what, {"count": 0})["count"] for name in names
        }

    # What is kept

    def grants_kept(self) -> int:
        """Grants whose secret is still sealed in the database."""
        ((kept,),) = read_rows(_SEALED, of=self.product)
        return int(kept)

    # Settings

    def _apply(self, at: datetime, *, follow_when: str) -> str:
        """The refusal of a moment that passed meanwhile, else an empty text."""
        text = at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        path = self.folder / "campaign.yaml"
        path.write_text(_FILE.format(at=f'"{text}"', follow_when=follow_when))
        when = {"timing": "global", "at": text}
        self.sim.tell(f"releases/{SLUG}/availability", when)
        done = self.product.run("campaign", "apply", str(path))
        assert done.returncode == 0 or "in the past" in done.stderr, done.stderr
        return done.stderr if done.returncode else ""

    def _addresses(self) -> dict[str, str]:
        return {
            # Services without a key here are asked nothing; still none may lie outside.
            **dict.fromkeys(addresses_outside(), self.sim.base_url),
            "COUNTIN_LOOKUP_ITUNES_URL": f"{self.sim.base_url}/itunes",
            "COUNTIN_SPOTIFY_ACCOUNTS_URL": self.sim.spotify_accounts_url,
            "COUNTIN_SPOTIFY_API_URL": self.sim.spotify_api_url,
            "COUNTIN_APPLE_API_URL": self.sim.apple_api_url,
            "COUNTIN_APPLE_MUSICKIT_URL": self.sim.apple_musickit_url,
        }

    def _keys(self) -> dict[str, str]:
        app = next(app for app in self.sim.world.apps.values() if app.quota == self._quota)
        return {
            "COUNTIN_SPOTIFY_CLIENT_ID": app.client_id,
            "COUNTIN_SPOTIFY_CLIENT_SECRET": app.client_secret,
            "COUNTIN_SPOTIFY_QUOTA": self._quota,
            "COUNTIN_APPLE_TEAM_ID": self.sim.apple_team_id,
            "COUNTIN_APPLE_KEY_ID": self.sim.apple_key_id,
            "COUNTIN_APPLE_PRIVATE_KEY": self.sim.apple_private_key,
        }


def sleep_until(moment: float) -> None:
    """Until `time.time()` has reached the moment."""
    time.sleep(max(0.0, moment - time.time()))
