"""The named scenarios: what may go wrong at a service, with the options of each.

A scenario is data. The gates of the services ask which are active and act on them.
"""

from collections import Counter
from dataclasses import MISSING, dataclass, field, fields
from typing import ClassVar, TypeVar

from simulator.fans import APPLE, SERVICES, SPOTIFY
from simulator.limits import Windows


@dataclass(kw_only=True)
class Scenario:
    """The options of a scenario are the fields that may be given when it is made."""

    name: ClassVar[str]
    sentence: ClassVar[str]
    services: ClassVar[tuple[str, ...]] = SERVICES


@dataclass(kw_only=True)
class Calm(Scenario):
    name = "calm"
    sentence = "Everything works; every other scenario ends."


@dataclass(kw_only=True)
class RateLimited(Scenario):
    """`clock` is `simulated` (moved by the control API) or `real`. Calls that arrive within
    `grace_seconds` of real time after the first refusal were already on their way: they are
    refused and counted, but are no complaint."""

    name = "rate-limited"
    sentence = "An app has N calls in a rolling 30 s; more get 429 with Retry-After."
    limit: int = 60
    window_seconds: float = 30.0
    clock: str = "simulated"
    grace_seconds: float = 0.25
    windows: Windows = field(init=False, default_factory=Windows)


@dataclass(kw_only=True)
class QuotaExhausted(Scenario):
    name = "quota-exhausted"
    sentence = "The budget is spent: 429 QUOTA_EXCEEDED for a day, then it is renewed."
    services = (SPOTIFY,)
    after: int = 0
    retry_after: int = 86_400
    grace_seconds: float = 0.25
    windows: Windows = field(init=False, default_factory=Windows)


@dataclass(kw_only=True)
class Banned(Scenario):
    name = "banned"
    sentence = "The app is shut out: 429 for many hours and no word why, then it is let in again."
    services = (SPOTIFY,)
    after: int = 0
    retry_after: int = 64_800
    grace_seconds: float = 0.25
    windows: Windows = field(init=False, default_factory=Windows)


@dataclass(kw_only=True)
class Flaky(Scenario):
    name = "flaky"
    sentence = "A share of calls gets 500, 502 or 503, and some connections are cut unheard."
    share: float = 0.2
    cut_share: float = 0.05
    endpoints: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Slow(Scenario):
    name = "slow"
    sentence = "Every answer takes so long, by real time."
    seconds: float = 1.0


@dataclass(kw_only=True)
class Cut(Scenario):
    """`refresh` cuts token refreshes too; `times_per_fan` 0 means without end."""

    name = "cut"
    sentence = "The connection is closed after a write was applied."
    share: float = 0.5
    times_per_fan: int = 1
    refresh: bool = False
    done: Counter[str] = field(init=False, default_factory=Counter)


@dataclass(kw_only=True)
class Revoked(Scenario):
    name = "revoked"
    sentence = "The grants of a share of fans, or of named fans, are revoked when it begins."
    share: float = 0.1
    fans: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class OutageSaysRevoked(Scenario):
    """`for_seconds` 0 means until another scenario is chosen."""

    name = "outage-says-revoked"
    sentence = "For a time the token endpoint says `invalid_grant` to most, falsely."
    services = (SPOTIFY,)
    share: float = 0.9
    for_seconds: float = 0.0
    until: float = field(init=False, default=0.0)


@dataclass(kw_only=True)
class NotYetInCatalogue(Scenario):
    name = "not-yet-in-catalogue"
    sentence = "A release is shown only N minutes after its moment."
    minutes: float = 30.0
    release: str = ""


@dataclass(kw_only=True)
class LateInOneMarket(Scenario):
    name = "late-in-one-market"
    sentence = "One market shows a release N minutes later than the others."
    market: str = "DE"
    minutes: float = 120.0
    release: str = ""


@dataclass(kw_only=True)
class DevelopmentMode(Scenario):
    """`answer` to an account that is not listed: `json` or `bare` (a string that is no JSON)."""

    name = "development-mode"
    sentence = "Every Spotify app is in development mode: five accounts, old endpoints gone."
    services = (SPOTIFY,)
    answer: str = "json"


@dataclass(kw_only=True)
class NotLetIn(Scenario):
    """`share` is of the fans, always the same ones."""

    name = "not-let-in"
    sentence = "Some fans are told that they are not registered, though the app needs no list."
    services = (SPOTIFY,)
    share: float = 0.0
    fans: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class OwnerPremiumLapsed(Scenario):
    name = "owner-premium-lapsed"
    sentence = "The app's owner has no Premium any more: 403 to every call."
    services = (SPOTIFY,)


@dataclass(kw_only=True)
class RotatingTokens(Scenario):
    name = "rotating-tokens"
    sentence = "Every refresh returns a new refresh token; the old one is dead at once."
    services = (SPOTIFY,)


@dataclass(kw_only=True)
class Silent202(Scenario):
    name = "silent-202"
    sentence = "Apple answers 202 to an add and ignores it."
    services = (APPLE,)
    share: float = 1.0
    fans: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class Silent200(Scenario):
    name = "silent-200"
    sentence = "Spotify answers 200 to a save and does not do it."
    services = (SPOTIFY,)
    share: float = 1.0
    fans: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class LateLibrary(Scenario):
    name = "late-library"
    sentence = "Apple shows what was added only N minutes later."
    services = (APPLE,)
    minutes: float = 30.0


@dataclass(kw_only=True)
class PasswordChanged(Scenario):
    """`days`: how long Apple refuses even fresh tokens of such a fan."""

    name = "password-changed"
    sentence = "A share of fans, or named fans, changed their password: their grants are dead."
    share: float = 0.1
    fans: list[str] = field(default_factory=list)
    days: float = 2.0


@dataclass(kw_only=True)
class Drifted(Scenario):
    """`becomes` empty means that the field is gone."""

    name = "drifted"
    sentence = "A service changed its answers: one field has another name, or is gone."
    field: str = "id"
    becomes: str = ""


KINDS: dict[str, type[Scenario]] = {
    kind.name: kind
    for kind in (
        Calm,
        RateLimited,
        QuotaExhausted,
        Banned,
        Flaky,
        Slow,
        Cut,
        Revoked,
        OutageSaysRevoked,
        NotYetInCatalogue,
        LateInOneMarket,
        DevelopmentMode,
        NotLetIn,
        OwnerPremiumLapsed,
        RotatingTokens,
        Silent202,
        Silent200,
        LateLibrary,
        PasswordChanged,
        Drifted,
    )
}

Kind = TypeVar("Kind", bound=Scenario)


class BadScenario(Exception):
    """No such scenario, service or option; the text says which are there."""


class Active:
    """The scenarios now active, each at one or more services."""

    def __init__(self) -> None:
        self._by_kind: dict[tuple[type[Scenario], str], Scenario] = {}

    def get(self, kind: type[Kind], *, service: str) -> Kind | None:
        found = self._by_kind.get((kind, service))
        return found if isinstance(found, kind) else None

    def add(self, scenario: Scenario, *, services: tuple[str, ...]) -> None:
        for service in services:
            self._by_kind[type(scenario), service] = scenario

    def clear(self) -> None:
        self._by_kind.clear()

    def as_json(self) -> list[dict[str, object]]:
        return [
            {"name": kind.name, "provider": service, **options_of(scenario)}
            for (kind, service), scenario in self._by_kind.items()
        ]


def options_of(scenario: Scenario) -> dict[str, object]:
    return {f.name: getattr(scenario, f.name) for f in fields(scenario) if f.init}


def read_scenario(data: dict[str, object]) -> tuple[Scenario, tuple[str, ...]]:
    """The scenario named in the data, and the services it is for. Raises BadScenario."""
    options = {key: value for key, value in data.items() if key not in ("name", "provider", "add")}
    kind = KINDS.get(str(data.get("name")))
    if kind is None:
        raise BadScenario(f"name one of: {', '.join(KINDS)}")
    services = kind.services
    if provider := data.get("provider"):
        if provider not in kind.services:
            raise BadScenario(f"{kind.name} is for {' and '.join(kind.services)} alone")
        services = (str(provider),)
    return _made(kind, options=options), services


def _made(kind: type[Scenario], *, options: dict[str, object]) -> Scenario:
    known = {f.name: f for f in fields(kind) if f.init}
    for name, value in options.items():
        if name not in known:
            raise BadScenario(f"{kind.name} has no option {name!r}: {', '.join(known) or 'none'}")
        default = known[name].default
        sample = [] if default is MISSING else default
        wanted = (int, float) if isinstance(sample, float) else type(sample)
        if not isinstance(value, wanted) or (isinstance(value, bool) != isinstance(sample, bool)):
            raise BadScenario(f"option {name!r} of {kind.name} is like {sample!r}")
    return kind(**options)
