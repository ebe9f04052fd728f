"""A service that reminds and links: fans are told when the release is out and led to it there.
Nothing is asked of the service and nothing of the fan's account, so what differs between two of
them is data: names, and how addresses look."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NoReturn
from urllib.parse import quote

from countin.providers.contract import (
    Abilities,
    Access,
    Account,
    Ask,
    BadId,
    ContentSources,
    Grant,
    Hit,
    IdForms,
    Logo,
    Mode,
    Refused,
    Release,
    Saved,
    Words,
)
from countin.providers.gate import Gate
from countin.providers.http import Http
from countin.providers.listing import Listing

LONGEST_ID: Final = 100
_SCHEME: Final = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True)
class LinkShape:
    """One form of a service's addresses, without `https://`. The named groups of `reads` fill
    `spelled`: that is stored as the id, and is the address to open. It is read as itself."""

    reads: re.Pattern[str]
    spelled: str

    def spell(self, address: str) -> str:
        """The one spelling; empty for what has another form."""
        found = self.reads.fullmatch(address)
        return self.spelled.format_map(found.groupdict(default="")) if found else ""


@dataclass(frozen=True)
class Links:
    """How a service's links look. The first shape that fits counts."""

    hosts: tuple[str, ...]  # whose addresses are its links, whatever is pasted
    releases: tuple[LinkShape, ...]
    artists: tuple[LinkShape, ...]
    example: str  # of a release's address
    search: str  # {words} stands for what is looked for


def shape(reads: str, spelled: str) -> LinkShape:
    """Of a pattern that ends with the path; what follows it in a query or a fragment, and a last
    slash, is left out."""
    return LinkShape(re.compile(rf"{reads}/?(?:[?&#].*)?"), spelled)


def link_listing(
    *, name: str, words: Words, links: Links, logo: Logo, who_may: str, everywhere: bool
) -> Listing:
    """What the folder of such a service declares. `everywhere`: distributors deliver there as a
    matter of course, so every page names it; others stand where a campaign names the release."""
    abilities = Abilities(
        save_is_proof=False,
        early_add=False,
        follow=False,
        read_back=False,
        take_back=False,
        names_accounts=False,
        grant_life=timedelta(0),
        refreshable=False,
        direct=False,
        everywhere=everywhere,
        looks_up_by=frozenset(),
        tells_markets=False,
    )

    def build(
        values: Mapping[str, str],  # there are none
        *,
        make_http: Callable[[str], Http],
        now: Callable[[], datetime],
    ) -> LinkProvider:
        gate = make_http("").gate
        return LinkProvider(
            name=name, words=words, links=links, logo=logo, abilities=abilities, gate=gate
        )

    return Listing(name=name, words=words, abilities=abilities, who_may=who_may, build=build)


class LinkProvider:
    """Any service of this kind. Every ability is False, and every such call raises Refused."""

    client_id = ""
    can_look = False
    public_mode = Mode.REMIND
    guest_mode = Mode.REMIND
    content_sources = ContentSources()

    def __init__(
        self, *, name: str, words: Words, links: Links, logo: Logo, abilities: Abilities, gate: Gate
    ) -> None:
        self.name = name
        self.words = words
        self.logo = logo
        self.abilities = abilities
        self.gate = gate
        self._links = links
        self.id_forms = IdForms(
            release=partial(_spell, shapes=links.releases, what="album or track", at=self),
            artist=partial(_spell, shapes=links.artists, what="artist", at=self),
            hosts=links.hosts,
            link=self._take_link,
        )

    @property
    def example(self) -> str:
        """A release's address there, for whoever has to mend one."""
        return self._links.example

    @property
    def mode_because(self) -> str:
        return (
            f"{self.words.name} lets nobody save for a fan: fans are reminded, and led to the "
            "release there once it is out. Nothing is to be set up."
        )

    def needs_scopes(self, asks: frozenset[Ask]) -> str:
        return ""

    def release_address(self, release_id: str, *, market: str) -> str:
        return self._address(release_id, form=self.id_forms.release)

    def artist_address(self, artist_id: str) -> str:
        return self._address(artist_id, form=self.id_forms.artist)

    def search_address(self, words: str, *, market: str) -> str:
        return self._links.search.format(words=quote(words, safe=""))

    async def identify(self, access: Access) -> Account:
        self._refuse()

    async def refresh(self, grant: Grant, *, now: datetime) -> Access:
        self._refuse()

    async def find_release(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        self._refuse()

    async def find_upcoming(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        return ()

    async def save(self, access: Access, *, release_id: str) -> Saved:
        self._refuse()

    async def follow(self, access: Access, *, artist_id: str) -> None:
        self._refuse()

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        self._refuse()

    async def take_back(self, access: Access, *, release_id: str) -> None:
        self._refuse()

    def _address(self, text: str, *, form: Callable[[str], str]) -> str:
        try:
            return f"https://{form(text)}"
        except BadId as bad:
            raise Refused(str(bad)) from None

    def _take_link(self, text: str) -> str:
        _read(text, shapes=self._links.releases, what="album or track", at=self)
        return text

    def _refuse(self) -> NoReturn:
        raise Refused(f"{self.words.name} is linked and asked nothing. Use its links.")


def _spell(text: str, *, shapes: Sequence[LinkShape], what: str, at: LinkProvider) -> str:
    spelled = _read(text, shapes=shapes, what=what, at=at)
    if len(spelled) > LONGEST_ID:
        what = f"The address at {at.words.name} has {len(spelled)} characters."
        raise BadId(what, f"Up to {LONGEST_ID} fit here: put it under `release.links` instead.")
    return spelled


def _read(text: str, *, shapes: Sequence[LinkShape], what: str, at: LinkProvider) -> str:
    address = _bare(text)
    spelled = next(filter(None, (one.spell(address) for one in shapes)), "")
    if not spelled:
        mend = "Open it there and copy the address from the browser's bar"
        like = f", like {at.example}." if what != "artist" else "."
        raise BadId(f"{text!r} is no {what} at {at.words.name}.", f"{mend}{like}")
    return spelled


def _bare(text: str) -> str:
    """Without its scheme, the host in small letters."""
    given = _SCHEME.sub("", text.strip(), count=1)
    host, slash, path = given.partition("/")
    return f"{host.lower()}{slash}{path}"
