"""What Apple Music can do."""

from collections.abc import Callable, Sequence
from datetime import datetime
from urllib.parse import quote

from countin.providers.addresses import origin_of
from countin.providers.apple_music.calls import Calls
from countin.providers.apple_music.catalogue import Catalogue
from countin.providers.apple_music.consent import GRANT_LIFE, read_access, take_user_token
from countin.providers.apple_music.developer_token import sign_page_token
from countin.providers.apple_music.ids import (
    ID_FORMS,
    artist_address,
    release_address,
    storefront_of,
)
from countin.providers.apple_music.library import Library
from countin.providers.apple_music.options import API_URL, MUSICKIT_URL, AppleMusicOptions
from countin.providers.contract import (
    Abilities,
    Access,
    Account,
    Ask,
    ContentSources,
    Grant,
    Hit,
    Logo,
    Refused,
    Release,
    TryLater,
    Words,
)
from countin.providers.http import Http
from countin.providers.keyed import KeyedProvider
from countin.providers.reading import is_market, objects_in, read_object, text_in

WORDS = Words(
    name="Apple Music",
    library="Apple Music library",
    direct="Pre-add on Apple Music",
    save_now="Add it to Apple Music now",
    remind="Remind me for Apple Music",
    follow="Also follow {artist} on Apple Music",
    # Apple's permission is one and whole; its own window names the listening activity.
    asks_save=(
        "Apple asks whether we may use your Apple Music: we add this release and look whether it "
        "is there. The permission also covers what you listen to; we never ask for that."
    ),
    asks_follow="Apple Music lets no app follow an artist for you.",
    follow_link="Open {artist} in Apple Music",
    open_link="Open in Apple Music",
    native="Pre-add on Apple Music’s own page",
)
LOGO = Logo(
    address="https://marketing.services.apple/apple-music-identity-guidelines",
    rule=(
        "Take Apple's own file and change nothing about it; it stays smaller than what you say "
        "yourself, and leads to Apple Music alone."
    ),
)
ABILITIES = Abilities(
    save_is_proof=False,
    early_add=True,
    follow=False,
    read_back=True,
    take_back=False,
    names_accounts=False,
    grant_life=GRANT_LIFE,
    refreshable=False,
    canary=True,
    everywhere=True,
)
_NO_KEY = "There is no Apple Music key. Set COUNTIN_APPLE_TEAM_ID, _KEY_ID and _PRIVATE_KEY."


class AppleMusicProvider(KeyedProvider):
    """Apple Music, live or any stand-in at other addresses. Consent is inside our page.

    `now` is only asked to sign the server's token, in calls that are given no moment."""

    name = "apple_music"
    words = WORDS
    logo = LOGO
    id_forms = ID_FORMS
    abilities = ABILITIES

    def __init__(
        self, options: AppleMusicOptions, *, http: Http, now: Callable[[], datetime]
    ) -> None:
        self._options = options
        self._calls = Calls(options, http=http, now=now)
        self._catalogue = Catalogue(self._calls)
        library = Library(self._calls)
        super().__init__(keys=options, library=library, gate=http.gate)
        self._read = library.read_back
        self.content_sources = _sources_of(options)

    @property
    def mode_because(self) -> str:
        if self._options.has_key:
            return "You have an Apple Music key: every subscriber can connect."
        return (
            "There is no Apple Music key: fans are reminded. An Apple developer membership, paid "
            "yearly, would let every subscriber connect."
        )

    def needs_scopes(self, asks: frozenset[Ask]) -> str:
        """Apple has one permission, which is whole: no scopes."""
        return ""

    def release_address(self, release_id: str, *, market: str) -> str:
        return release_address(release_id, market=market)

    def artist_address(self, artist_id: str) -> str:
        return artist_address(artist_id)

    def search_address(self, words: str, *, market: str) -> str:
        return (
            f"https://music.apple.com/{storefront_of(market)}/search?term={quote(words, safe='')}"
        )

    def page_token(self, *, origin: str, now: datetime) -> str:
        if not self._options.has_key:
            raise Refused(_NO_KEY)
        return sign_page_token(self._options, origin=origin, now=now)

    def script_address(self) -> str:
        return self._options.musickit_url

    async def accept_token(self, token: str, *, now: datetime) -> tuple[Grant, Access]:
        return take_user_token(token, now=now)

    async def refresh(self, grant: Grant, *, now: datetime) -> Access:
        return read_access(grant)

    async def identify(self, access: Access) -> Account:
        answer = await self._calls.ask_for_fan("GET", "me/storefront", access=access)
        if answer.status != 200:
            await self._calls.raise_for_fan(answer)
        storefronts = objects_in(read_object(answer), "data")
        storefront = text_in(storefronts[0], "id") if storefronts else ""
        if not is_market(storefront.upper()):
            raise TryLater("Apple Music did not say which storefront this is.")
        return Account(id=None, market=storefront.upper())

    async def find_release(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        if not self.can_look:
            raise Refused(_NO_KEY)
        return await self._catalogue.find(release, market=market, now=now)

    async def find_upcoming(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        """Every hit that can be added though it is not out yet."""
        if not self.can_look:
            raise Refused(_NO_KEY)
        return await self._catalogue.find_upcoming(release, market=market, now=now)

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        return await self._read(access, release_id=release_id, market=market)


def _sources_of(options: AppleMusicOptions) -> ContentSources:
    script, api = origin_of(options.musickit_url), origin_of(options.api_url)
    # Apple's own script signs in, renews and looks up at several hosts of Apple's.
    of_apple = "https://*.apple.com"
    is_apple = options.musickit_url == MUSICKIT_URL.default or options.api_url == API_URL.default
    asked = (api, script, of_apple) if is_apple else (api, script)
    return ContentSources(
        script=(script,),
        connect=tuple(dict.fromkeys(asked)),
        frame=(of_apple,) if is_apple else (script,),
    )
