"""What an operator sets for Spotify."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from countin.providers.addresses import read_address
from countin.providers.contract import Option

DASHBOARD = "https://developer.spotify.com/dashboard"
QUOTAS = ("development", "extended")

CLIENT_ID = Option(
    name="COUNTIN_SPOTIFY_CLIENT_ID",
    meaning=f"the client id of your Spotify app ({DASHBOARD}); empty: no app, fans are reminded",
)
CLIENT_SECRET = Option(
    name="COUNTIN_SPOTIFY_CLIENT_SECRET", meaning="the client secret of the same app", secret=True
)
QUOTA = Option(
    name="COUNTIN_SPOTIFY_QUOTA",
    meaning=(
        "the quota mode Spotify granted your app: `development` (five guests you list) or "
        "`extended` (every fan)"
    ),
    default="development",
)
ACCOUNTS_URL = Option(
    name="COUNTIN_SPOTIFY_ACCOUNTS_URL",
    meaning="where fans agree and tokens come from (`…/authorize`, `…/api/token`)",
    default="https://accounts.spotify.com",
)
API_URL = Option(
    name="COUNTIN_SPOTIFY_API_URL",
    meaning="Spotify's Web API, or a stand-in",
    default="https://api.spotify.com/v1",
)
OPTIONS: tuple[Option, ...] = (CLIENT_ID, CLIENT_SECRET, QUOTA, ACCOUNTS_URL, API_URL)


@dataclass(frozen=True)
class SpotifyOptions:
    """Checked settings. An empty client id means that there is no app."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    quota: str = QUOTA.default
    accounts_url: str = ACCOUNTS_URL.default
    api_url: str = API_URL.default

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> "SpotifyOptions":
        """Read by environment name; absent and empty mean the default. Raises ValueError,
        with the next step, for what can't be."""
        read = {option: values.get(option.name, "").strip() or option.default for option in OPTIONS}
        _check_key(client_id=read[CLIENT_ID], client_secret=read[CLIENT_SECRET])
        if read[QUOTA] not in QUOTAS:
            raise ValueError(f"{QUOTA.name} is unknown. Set it to {' or '.join(QUOTAS)}.")
        return cls(
            client_id=read[CLIENT_ID],
            client_secret=read[CLIENT_SECRET],
            quota=read[QUOTA],
            accounts_url=read_address(read[ACCOUNTS_URL], name=ACCOUNTS_URL.name),
            api_url=read_address(read[API_URL], name=API_URL.name),
        )

    @property
    def has_key(self) -> bool:
        """There is an app to call with."""
        return bool(self.client_id)

    @property
    def is_extended(self) -> bool:
        """The app may be used by every fan."""
        return self.has_key and self.quota == "extended"


def _check_key(*, client_id: str, client_secret: str) -> None:
    for have, name, lacking in (
        (client_id, CLIENT_ID.name, CLIENT_SECRET.name if not client_secret else ""),
        (client_secret, CLIENT_SECRET.name, CLIENT_ID.name if not client_id else ""),
    ):
        if have and lacking:
            raise ValueError(
                f"{name} is set, but {lacking} is not. "
                f"Copy both from your app's settings at {DASHBOARD}."
            )
