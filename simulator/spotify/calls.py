"""One call of the Web API, as its handlers see it."""

from dataclasses import dataclass

from aiohttp import web

from simulator.fans import SPOTIFY, SpotifyAccount
from simulator.ledger.apps import EXTENDED, SpotifyApp
from simulator.ledger.grants import Grant
from simulator.scenarios import DevelopmentMode
from simulator.spotify.shapes import wrapped_error
from simulator.world import World


class Refusal(Exception):
    """The answer is an error, made already."""

    def __init__(self, answer: web.Response) -> None:
        super().__init__(answer.status)
        self.answer = answer


@dataclass(slots=True)
class Call:
    """`grant` is None where the app calls for itself (client credentials)."""

    world: World
    request: web.Request
    endpoint: str
    app: SpotifyApp
    grant: Grant | None
    body: str

    @property
    def is_extended(self) -> bool:
        return is_extended(self.app, world=self.world)

    @property
    def account(self) -> SpotifyAccount:
        """The fan's account. Raises Refusal for an app's own token."""
        if self.grant is None:
            raise Refusal(wrapped_error(401, message="Valid user authentication required"))
        return self.grant.account

    @property
    def market(self) -> str | None:
        """A user's country beats the parameter; with neither, nothing is available."""
        if self.grant is not None:
            return self.grant.account.country
        return self.request.query.get("market") or None

    def need_scopes(self, *scopes: str) -> None:
        """Raises Refusal where the grant lacks one."""
        account = self.account
        if self.grant is not None and not self.grant.scopes.issuperset(scopes):
            self.complain("missing_scope", fan=account.fan_id)
            raise Refusal(wrapped_error(403, message="Insufficient client scope"))

    def complain(self, kind: str, *, fan: str = "", detail: str = "") -> None:
        self.world.complain(kind, service=SPOTIFY, endpoint=self.endpoint, fan=fan, detail=detail)


def is_extended(app: SpotifyApp, *, world: World) -> bool:
    return app.quota == EXTENDED and not world.scenarios.get(DevelopmentMode, service=SPOTIFY)
