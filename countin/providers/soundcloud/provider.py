"""What SoundCloud can do."""

from collections.abc import Callable, Sequence
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
    TryLater,
    Words,
)
from countin.providers.http import Http
from countin.providers.keyed import KeyedProvider
from countin.providers.reading import read_object, text_in
from countin.providers.soundcloud.answers import identity_error
from countin.providers.soundcloud.catalogue import Catalogue
from countin.providers.soundcloud.consent import (
    GRANT_LIFE,
    exchange_code,
    make_app_token,
    make_consent_address,
    refresh_grant,
)
from countin.providers.soundcloud.ids import ID_FORMS, address_of, read_artist_id, read_release_id
from countin.providers.soundcloud.library import Library
from countin.providers.soundcloud.options import SoundCloudOptions

WORDS = Words(
    name="SoundCloud",
    library="SoundCloud likes",
    direct="Pre-save on SoundCloud",
    save_now="Save it to SoundCloud now",
    remind="Remind me for SoundCloud",
    follow="Also follow {artist} on SoundCloud",
    asks_save=(
        "SoundCloud asks whether we may act in your name. It has no smaller permission; we use it "
        "once, to like this release, and look at nothing else."
    ),
    asks_follow="The same permission lets us follow {artist} for you: used once, if you tick it.",
    follow_link="Follow {artist} on SoundCloud",
    open_link="Open in SoundCloud",
    privacy=(
        "SoundCloud (SoundCloud Global Limited & Co. KG, Berlin): learns that you connected to us, "
        "and gets the like and, where you ticked it, the follow. Its permission could do more, "
        "because it has no smaller one; we use it for these two. We read your account's name once, "
        "to recognize you; we keep a keyed hash of its number. You can also end the permission in "
        "your SoundCloud settings."
    ),
)
LOGO = Logo(
    address="https://developers.soundcloud.com/docs/api/buttons-logos",
    rule="Take a logo or button as SoundCloud gives it out, and change nothing about it.",
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
    single_use_refresh=True,
    looks_up_by=frozenset(),
    tells_markets=False,
)


class SoundCloudProvider(KeyedProvider):
    """SoundCloud, live or any stand-in at other addresses. Consent is by redirect."""

    name = "soundcloud"
    words = WORDS
    logo = LOGO
    id_forms = ID_FORMS
    abilities = ABILITIES

    def __init__(
        self, options: SoundCloudOptions, *, http: Http, now: Callable[[], datetime]
    ) -> None:
        self._options = options
        self._http = http
        app_token = make_app_token(options, http=http)
        self._catalogue = Catalogue(options, http=http, app_token=app_token)
        library = Library(options, http=http, catalogue=self._catalogue, now=now)
        super().__init__(keys=options, library=library, gate=http.gate)
        # The form that begins the consent ends, by redirect, at SoundCloud.
        self.content_sources = ContentSources(form_action=(origin_of(options.login_url),))

    @property
    def mode_because(self) -> str:
        if self._options.has_key:
            return "There is a SoundCloud app: every fan can connect."
        return (
            "There is no SoundCloud app: fans are reminded. With an app of your own fans can "
            "connect, where the campaign file holds the release's link there."
        )

    def needs_scopes(self, asks: frozenset[Ask]) -> str:
        return ""

    def release_address(self, release_id: str, *, market: str) -> str:
        return address_of(read_release_id(release_id))

    def artist_address(self, artist_id: str) -> str:
        return address_of(read_artist_id(artist_id))

    def search_address(self, words: str, *, market: str) -> str:
        return f"https://soundcloud.com/search?q={quote(words, safe='')}"

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
        answer = await self._http.request(
            "GET",
            f"{self._options.api_url}/me",
            headers={"Authorization": f"OAuth {access.token}"},
        )
        if answer.status != 200:
            raise identity_error(answer, http=self._http)
        urn = text_in(read_object(answer), "urn")
        if not urn:
            raise TryLater("SoundCloud did not say whose account this is.")
        # The country is told in words, in whatever language: it is no market.
        return Account(id=urn, market=None)

    async def find_release(self, release: Release, *, market: str, now: datetime) -> Sequence[Hit]:
        if not self.can_look:
            raise Refused(
                "There is no SoundCloud app to look with. Set COUNTIN_SOUNDCLOUD_CLIENT_ID."
            )
        return await self._catalogue.find(release, now=now)

    async def read_back(self, access: Access, *, release_id: str, market: str) -> bool:
        raise Refused("A fan's likes are not looked through: the answer to a like is its proof.")
