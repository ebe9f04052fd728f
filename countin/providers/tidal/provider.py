"""What TIDAL can do."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from countin.providers.addresses import origin_of
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
    Words,
)
from countin.providers.http import Http
from countin.providers.keyed import KeyedProvider
from countin.providers.tidal.catalogue import Catalogue
from countin.providers.tidal.consent import (
    GRANT_LIFE,
    SCOPE,
    exchange_code,
    make_app_token,
    make_consent_address,
    refresh_grant,
)
from countin.providers.tidal.ids import ID_FORMS, artist_address, release_address
from countin.providers.tidal.library import Library
from countin.providers.tidal.options import TidalOptions

WORDS = Words(
    name="TIDAL",
    library="TIDAL collection",
    direct="Pre-save on TIDAL",
    save_now="Save it to TIDAL now",
    remind="Remind me for TIDAL",
    follow="Also follow {artist} on TIDAL",
    asks_save=(
        "TIDAL asks whether we may change your collection: that is used once, for this release, "
        "and shows us nothing of what you listen to."
    ),
    asks_follow="The same permission lets us follow {artist} for you: used once, if you tick it.",
    follow_link="Follow {artist} on TIDAL",
    open_link="Open in TIDAL",
    privacy=(
        "TIDAL (TIDAL Music AS, Oslo): learns that you connected to us, and gets the save and, "
        "where you ticked it, the follow. The permission we ask for can write that and read "
        "nothing of your collection. It tells us your account's number once, to recognize you; we "
        "keep a keyed hash of it. You can also end the permission in your TIDAL account."
    ),
)
LOGO = Logo(
    address="https://developer.tidal.com/documentation/guidelines/guidelines-design-guidelines",
    rule=(
        "Take the logo as TIDAL gives it out, in black or white; change nothing about it, and "
        "leave room around it."
    ),
)
ABILITIES = Abilities(
    save_is_proof=True,
    early_add=False,
    follow=True,
    read_back=False,
    take_back=True,
    names_accounts=True,
    grant_life=GRANT_LIFE,
    refreshable=True,
    most_at_once=50,
)


class TidalProvider(KeyedProvider):
    """TIDAL, live or any stand-in at other addresses. Consent is by redirect."""

    name = "tidal"
    words = WORDS
    logo = LOGO
    id_forms = ID_FORMS
    abilities = ABILITIES

    def __init__(self, options: TidalOptions, *, http: Http) -> None:
        self._options = options
        self._http = http
        super().__init__(keys=options, library=Library(options, http=http), gate=http.gate)
        app_token = make_app_token(options, http=http)
        self._catalogue = Catalogue(options, http=http, app_token=app_token)
        # The form that begins the consent ends, by redirect, at TIDAL.
        self.content_sources = ContentSources(form_action=(origin_of(options.login_url),))

    @property
    def mode_because(self) -> str:
        if self._options.has_key:
            return "There is a TIDAL app: fans can connect, as far as TIDAL lets that app in."
        return (
            "There is no TIDAL app: fans are reminded. With an app of your own from TIDAL's "
            "developer portal fans can connect, and the release is found by its codes."
        )

    def needs_scopes(self, asks: frozenset[Ask]) -> str:
        return SCOPE if asks & {Ask.SAVE, Ask.FOLLOW} else ""

    def release_address(self, release_id: str, *, market: str) -> str:
        return release_address(release_id)

    def artist_address(self, artist_id: str) -> str:
        return artist_address(artist_id)

    def search_address(self, words: str, *, market: str) -> str:
        return f"https://tidal.com/search?q={quote(words, safe='')}"

    def consent_address(
        self, *, state: str, verifier: str, return_address: str, asks: frozenset[Ask]
    ) -> str:
        return make_consent_address(
            self._options, state=state, verifier=verifier, return_address=return_address
        )

    async def accept_code(
        self, code: str, *, verifier: str, return_address: str, now: datetime
    ) -> tuple[Grant, Access]:
        return await exchange_code(
            code,
            verifier=verifier,
            return_address=return_address,
            now=now,
            options=self._options,
            http=self._http,
        )

    async def refresh(self, grant: Grant, *, now: datetime) -> Access:
        return await refresh_grant(grant, now=now, options=self._options, http=self._http)

    async def identify(self, access: Access) -> Account:
        """As the token's own answer said; nothing is asked."""
        return Account(id=access.account_id, market=None)

    async def find_release(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        if not self.can_look:
            raise Refused("There is no TIDAL app to look with. Set COUNTIN_TIDAL_CLIENT_ID.")
        return await self._catalogue.find(release, market=market, now=now)

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        raise Refused("TIDAL tells only those who may read a collection, and no fan is asked that.")
