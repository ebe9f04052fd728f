"""What Count-In asks of a streaming service, whichever it is.

Two small contracts: how consent is obtained (`RedirectConsent`, `PageConsent`) and what
can be done with a grant (`Provider`). Four errors, named by who must act next.
Secrets never appear in a `repr`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, Protocol, runtime_checkable

from countin.providers.gate import Gate
from countin.providers.presenting import BadId as BadId
from countin.providers.presenting import ContentSources as ContentSources
from countin.providers.presenting import IdForms as IdForms
from countin.providers.presenting import Logo as Logo
from countin.providers.presenting import Option as Option
from countin.providers.presenting import Words as Words


class ProviderError(Exception):
    """Something a service answered that we expect to meet."""


class TryLater(ProviderError):
    """Ask again: time heals this. `after` may say when; `app_wide` means nobody may call."""

    def __init__(
        self, because: str, *, after: timedelta | None = None, app_wide: bool = False
    ) -> None:
        super().__init__(because)
        self.because = because
        self.after = after
        self.app_wide = app_wide


class ConsentGone(ProviderError):
    """Only the fan can mend this: the grant was refused, or lacks a scope."""

    def __init__(self, because: str, *, reason: str = "grant_refused") -> None:
        super().__init__(because)
        self.because = because
        self.reason = reason  # one of presaves' reasons: grant_refused | no_subscription


class OperatorNeeded(ProviderError):
    """Our set-up is wrong: pause this provider, keep every promise. `mend` is the next step.
    `of_one`: said of one fan's account, so it may be true of that one alone until others hear it
    as well."""

    def __init__(self, because: str, *, mend: str, of_one: bool = False) -> None:
        super().__init__(f"{because} {mend}")
        self.because = because
        self.mend = mend
        self.of_one = of_one


class Refused(ProviderError):
    """This will never work; `because` says why."""

    def __init__(self, because: str, *, reason: str = "") -> None:
        super().__init__(because)
        self.because = because
        self.reason = reason  # one of presaves' reasons, where it may be mended: not_let_in


class Mode(StrEnum):
    """What a fan of a service gets."""

    DIRECT = "direct"
    REMIND = "remind"
    NATIVE = "native"


class Ask(StrEnum):
    """What a fan allows. The follow is always asked apart."""

    SAVE = "save"
    FOLLOW = "follow"
    READ = "read"  # look whether a release is in the library; asked of canaries alone


@dataclass(frozen=True)
class Grant:
    """A fan's permission as a service handed it out. The secret is what the vault seals."""

    secret: str = field(repr=False)
    allows: frozenset[Ask]
    scopes: str
    authorized_at: datetime
    usable_until: datetime


@dataclass(frozen=True)
class Access:
    """What a single call needs. `rotated` is a new secret that replaces the grant's: it must
    be recorded before this access is used."""

    token: str = field(repr=False)
    usable_until: datetime
    rotated: str | None = field(default=None, repr=False)
    # Who granted, where the answer that gave this access says so.
    account_id: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Account:
    """Who granted. `id` is None where a service names nobody (Apple); `market` likewise."""

    id: str | None = field(repr=False)
    market: str | None


@dataclass(frozen=True)
class Release:
    """What we look for: by the ids pinned for this service, else by code."""

    title: str
    kind: Literal["single", "ep", "album"]
    artist_name: str
    artist_id: str | None = None  # this service's own id of the consented artist
    pinned_id: str | None = None  # in this service's own spelling, e.g. spotify:album:…
    upc: str | None = None
    isrc: str | None = None


@dataclass(frozen=True)
class Hit:
    """A release as one market of a service shows it."""

    id: str
    title: str
    artist_name: str
    artist_ids: tuple[str, ...]
    link: str
    note: str = ""  # what tells twins apart: "explicit", "single", "12 tracks"


class Saved(StrEnum):
    """What a write proved."""

    SAVED = "saved"  # the service said yes, and means it
    ACCEPTED = "accepted"  # the service said yes, which proves nothing: read back


@dataclass(frozen=True)
class Abilities:
    """What a provider can do; said aloud, never skipped silently."""

    save_is_proof: bool  # a save's answer proves it; else it must be read back
    early_add: bool  # adding before release makes sense when already in the catalogue
    follow: bool
    read_back: bool  # with what every fan is asked for
    take_back: bool
    names_accounts: bool  # identify() tells who the fan is
    grant_life: timedelta
    refreshable: bool  # refresh() reaches the service; else the secret is the access
    canary: bool = False  # read_back() tells, of whoever is asked for Ask.READ besides
    direct: bool = True  # with keys, what a fan asked for is saved by itself
    everywhere: bool = False  # named on every page; others, where set up or named by the campaign
    single_use_refresh: bool = False  # a refresh ends its secret: a lost answer asks the fan
    looks_up_by: frozenset[str] = frozenset({"upc", "isrc"})  # besides the service's own id
    tells_markets: bool = True  # a look tells of one market; else it is public everywhere at once
    most_at_once: int = 1  # releases that one write may carry, as the service says


@runtime_checkable
class RedirectConsent(Protocol):
    """Consent on the service's own page, reached and left by redirect."""

    def consent_address(
        self, *, state: str, verifier: str, return_address: str, asks: frozenset[Ask]
    ) -> str:
        """Where to send the browser."""

    async def accept_code(
        self, code: str, *, verifier: str, return_address: str, now: datetime
    ) -> tuple[Grant, Access]:
        """Exchange the code. Raises ConsentGone for a code that is used, late or not ours."""


@runtime_checkable
class PageConsent(Protocol):
    """Consent inside our own page, by the service's script."""

    def page_token(self, *, origin: str, now: datetime) -> str:
        """A short-lived token that is only good on this origin."""

    def script_address(self) -> str:
        """Where the service's script is loaded from; never rehosted."""

    async def accept_token(self, token: str, *, now: datetime) -> tuple[Grant, Access]:
        """Take what the script handed over."""


class Provider(Protocol):
    """A streaming service, built from its options and an HTTP session."""

    name: str  # "spotify", as in addresses, JSON and files
    words: Words
    logo: Logo
    id_forms: IdForms
    abilities: Abilities
    content_sources: ContentSources

    @property
    def gate(self) -> Gate:
        """The gate that this provider's every call passes."""

    @property
    def client_id(self) -> str:
        """The account at the service under which we call; "" without keys."""

    @property
    def can_look(self) -> bool:
        """Keys are there with which the catalogue can be looked at."""

    @property
    def public_mode(self) -> Mode:
        """What everyone gets, foreseen from keys and quota."""

    @property
    def guest_mode(self) -> Mode:
        """What holders of the private guests' link get."""

    @property
    def mode_because(self) -> str:
        """Why that mode, and what would raise it, in one sentence for the organizer."""

    def needs_scopes(self, asks: frozenset[Ask]) -> str:
        """The least scopes for these asks, as the service spells them."""

    def release_address(self, release_id: str, *, market: str) -> str:
        """Where anybody can open the release. Raises Refused for an id of another form."""

    def artist_address(self, artist_id: str) -> str:
        """The artist's page, where anybody can follow. Raises Refused likewise."""

    def search_address(self, words: str, *, market: str) -> str:
        """Where the service searches for these words: the way in where no id is known."""

    async def identify(self, access: Access) -> Account:
        """Who granted. Raises Refused where the service's quota mode refuses this fan."""

    async def refresh(self, grant: Grant, *, now: datetime) -> Access:
        """Turn the grant into access. Raises ConsentGone when the service says it is dead."""

    async def find_release(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """Every hit that this market shows now, none where it is not out; pinned ids first.
        Hits of other artists are left out where `artist_id` is known."""

    async def find_upcoming(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """The same look for what stands in the catalogue but is not out yet: pre-orders. None
        where a service shows no such thing."""

    async def save(self, access: Access, *, release_id: str) -> Saved:
        """Put the release into the fan's library. Safe to repeat."""

    async def follow(self, access: Access, *, artist_id: str) -> None:
        """Follow the artist. Safe to repeat."""

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        """Is it in the library? Raises Refused where the provider can't tell."""

    async def take_back(self, access: Access, *, release_id: str) -> None:
        """Remove what was saved. Raises Refused where the service can't."""


def is_set_up(provider: Provider) -> bool:
    """Whether every page names the service: fans expect it anyway, or there is a key for it."""
    return provider.abilities.everywhere or bool(provider.client_id)
