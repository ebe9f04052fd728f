"""What Spotify can do."""

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
    Mode,
    Refused,
    Release,
    TryLater,
    Words,
)
from countin.providers.http import Http
from countin.providers.keyed import KeyedProvider
from countin.providers.reading import is_market, read_object, text_in
from countin.providers.spotify.answers import identity_error
from countin.providers.spotify.app_token import make_app_token
from countin.providers.spotify.catalogue import Catalogue
from countin.providers.spotify.consent import (
    GRANT_LIFE,
    exchange_code,
    make_consent_address,
    refresh_grant,
    spell_scopes,
)
from countin.providers.spotify.ids import ID_FORMS, artist_address, release_address
from countin.providers.spotify.library import Library
from countin.providers.spotify.options import SpotifyOptions

WORDS = Words(
    name="Spotify",
    library="Spotify library",
    direct="Pre-save on Spotify",
    save_now="Save it to Spotify now",
    remind="Remind me for Spotify",
    follow="Also follow {artist} on Spotify",
    asks_save=(
        "Spotify asks whether we may change your saved music: that is used once, for this "
        "release, and shows us nothing of what you listen to."
    ),
    asks_follow="It also asks whether we may change whom you follow: used once, for {artist}.",
    follow_link="Follow {artist} on Spotify",
    open_link="Open in Spotify",
    native="Pre-save on Spotify’s own page",
)
LOGO = Logo(
    address="https://developer.spotify.com/documentation/design",
    rule=(
        "Take the full logo, or the icon where room is short; change nothing about it, and leave "
        "half its height free around it. Green stands on black or white alone."
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
    canary=True,
    most_at_once=40,
    everywhere=True,
)


class SpotifyProvider(KeyedProvider):
    """Spotify, live or any stand-in at other addresses. Consent is by redirect."""

    name = "spotify"
    words = WORDS
    logo = LOGO
    id_forms = ID_FORMS
    abilities = ABILITIES

    def __init__(self, options: SpotifyOptions, *, http: Http) -> None:
        self._options = options
        self._http = http
        library = Library(options, http=http)
        super().__init__(keys=options, library=library, gate=http.gate)
        self._has = library.has
        self._catalogue = Catalogue(
            options, http=http, app_token=make_app_token(options, http=http)
        )
        # The form that begins the consent ends, by redirect, at Spotify.
        self.content_sources = ContentSources(form_action=(origin_of(options.accounts_url),))

    @property
    def public_mode(self) -> Mode:
        return Mode.DIRECT if self._options.is_extended else Mode.REMIND

    @property
    def mode_because(self) -> str:
        if not self._options.has_key:
            return (
                "There is no Spotify app: fans are reminded. With an app of your own (its owner "
                "needs Premium) five guests can connect, and the release is found by its codes."
            )
        if not self._options.is_extended:
            return (
                "Spotify lets an app in development mode serve five listed accounts: they connect "
                "by the guests' link, everybody else is reminded. Extended quota, which Spotify "
                "grants to companies with 250,000 monthly users, would let every fan connect."
            )
        return "Your app has extended quota: every fan can connect."

    def needs_scopes(self, asks: frozenset[Ask]) -> str:
        return spell_scopes(asks)

    def release_address(self, release_id: str, *, market: str) -> str:
        return release_address(release_id)

    def artist_address(self, artist_id: str) -> str:
        return artist_address(artist_id)

    def search_address(self, words: str, *, market: str) -> str:
        return f"https://open.spotify.com/search/{quote(words, safe='')}"

    def consent_address(
        self, *, state: str, verifier: str, return_address: str, asks: frozenset[Ask]
    ) -> str:
        return make_consent_address(
            self._options,
            state=state,
            verifier=verifier,
            return_address=return_address,
            asks=asks,
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
        answer = await self._http.request(
            "GET",
            f"{self._options.api_url}/me",
            headers={"Authorization": f"Bearer {access.token}"},
        )
        if answer.status != 200:
            raise identity_error(answer, http=self._http)
        told = read_object(answer)
        # `id` may change and is not for linking; only older answers lack account_id.
        account_id = text_in(told, "account_id") or text_in(told, "id")
        if not account_id:
            raise TryLater("Spotify did not say whose account this is.")
        # Told only with a scope that we never ask for; kept where it comes all the same.
        country = text_in(told, "country")
        return Account(id=account_id, market=country if is_market(country) else None)

    async def find_release(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        if not self.can_look:
            raise Refused("There is no Spotify app to look with. Set COUNTIN_SPOTIFY_CLIENT_ID.")
        return await self._catalogue.find(release, market=market, now=now)

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        """Raises Refused for a fan's access: whose library may be read, a canary alone is asked."""
        return await self._has(access, release_id=release_id)
