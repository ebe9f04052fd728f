"""Everything the simulator knows, in memory."""

import random
import secrets
from dataclasses import asdict, dataclass

from simulator.calls import Calls
from simulator.catalogue.releases import Release
from simulator.catalogue.shelf import Shelf, stocked_shelf
from simulator.clock import Clock
from simulator.complaints import Complaint, Complaints
from simulator.fans import Fans, make_fan
from simulator.ledger.apps import SpotifyApp, default_apps
from simulator.ledger.grants import SpotifyService
from simulator.ledger.twins import Ledgers
from simulator.ledger.users import AppleService
from simulator.scenarios import Active, LateInOneMarket, NotYetInCatalogue

VISITOR = "visitor"  # the fan that is always there, for people who look around by hand


@dataclass
class Settings:
    """What the facts leave open, as switches of `POST /control/settings`.

    artist_uris_refused: `PUT /me/library` answers 400 to artist URIs.
    unreleased_save: what a save before the release does: `ignored`, `saved` or `refused`.
    unavailable_album: `not_found` or `restricted`, for an album not shown in a market.
    apple_authorize: `normal`, or `silent`: `authorize()` never resolves.
    apple_library_delay_seconds: how long an added album stays unseen.
    unregistered_answer: `json` or `bare`, the 403 to accounts that are not allow-listed.
    """

    artist_uris_refused: bool = False
    unreleased_save: str = "ignored"
    unavailable_album: str = "not_found"
    apple_authorize: str = "normal"
    apple_library_delay_seconds: float = 20.0
    unregistered_answer: str = "json"

    def as_json(self) -> dict[str, object]:
        return asdict(self)


class World:
    """The services, their fans and their catalogue. `begin_again` brings back the first day."""

    def __init__(self, *, seed: int = 0, apps: list[SpotifyApp] | None = None) -> None:
        self.seed = seed
        self.clock = Clock()
        self.apps = {app.client_id: app for app in apps or default_apps()}
        self.apple = AppleService()
        self.begin_again()

    def begin_again(self) -> None:
        """Forget fans, grants, calls, complaints and scenarios; keep apps, keys and the clock."""
        self.random = random.Random(self.seed)
        self.settings = Settings()
        self.fans = Fans()
        self.fans.add(make_fan(VISITOR))
        self.shelf: Shelf = stocked_shelf()
        self.scenarios = Active()
        self.complaints = Complaints()
        self.calls = Calls()
        self.spotify = SpotifyService()
        self.apple.forget_users()
        self.ledgers = Ledgers()

    def chance(self, share: float) -> bool:
        return share > 0 and self.random.random() < share

    def complain(
        self, kind: str, *, service: str, endpoint: str, fan: str = "", detail: str = ""
    ) -> None:
        self.complaints.record(Complaint(self.clock.now(), kind, service, endpoint, fan, detail))

    def moment(self, release: Release, *, market: str, service: str) -> float | None:
        """When the service shows the release in the market; None if it never does."""
        moment = release.availability.moment(market)
        if moment is None:
            return None
        late = self.scenarios.get(NotYetInCatalogue, service=service)
        if late and late.release in ("", release.key):
            moment += late.minutes * 60
        market_late = self.scenarios.get(LateInOneMarket, service=service)
        if market_late and market_late.market == market:
            if market_late.release in ("", release.key):
                moment += market_late.minutes * 60
        return moment

    def shows(self, release: Release, *, market: str | None, service: str) -> bool:
        if market is None:
            return False
        moment = self.moment(release, market=market, service=service)
        return moment is not None and moment <= self.clock.now()


def mint(prefix: str) -> str:
    """A new secret of the simulator, told apart by its prefix."""
    return prefix + secrets.token_urlsafe(36)
