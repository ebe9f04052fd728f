"""What an operator sets for SoundCloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from countin.providers.addresses import read_address
from countin.providers.contract import Option

DASHBOARD = "https://soundcloud.com/you/apps"

CLIENT_ID = Option(
    name="COUNTIN_SOUNDCLOUD_CLIENT_ID",
    meaning=f"the client id of your SoundCloud app ({DASHBOARD}); empty: no app",
)
CLIENT_SECRET = Option(
    name="COUNTIN_SOUNDCLOUD_CLIENT_SECRET",
    meaning="the client secret of the same app",
    secret=True,
)
LOGIN_URL = Option(
    name="COUNTIN_SOUNDCLOUD_LOGIN_URL",
    meaning="where fans agree and tokens come from (`…/authorize`, `…/oauth/token`)",
    default="https://secure.soundcloud.com",
)
API_URL = Option(
    name="COUNTIN_SOUNDCLOUD_API_URL",
    meaning="SoundCloud's API, or a stand-in",
    default="https://api.soundcloud.com",
)
OPTIONS: tuple[Option, ...] = (CLIENT_ID, CLIENT_SECRET, LOGIN_URL, API_URL)


@dataclass(frozen=True)
class SoundCloudOptions:
    """Checked settings. An empty client id means that there is no app."""

    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    login_url: str = LOGIN_URL.default
    api_url: str = API_URL.default

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> "SoundCloudOptions":
        """Read by environment name; absent and empty mean the default. Raises ValueError,
        with the next step, for what can't be."""
        read = {option: values.get(option.name, "").strip() or option.default for option in OPTIONS}
        if bool(read[CLIENT_ID]) != bool(read[CLIENT_SECRET]):
            lacking = CLIENT_SECRET if read[CLIENT_ID] else CLIENT_ID
            raise ValueError(
                f"SoundCloud needs two settings; {lacking.name} is not set. "
                f"Copy both from your app at {DASHBOARD}, or remove the other."
            )
        return cls(
            client_id=read[CLIENT_ID],
            client_secret=read[CLIENT_SECRET],
            login_url=read_address(read[LOGIN_URL], name=LOGIN_URL.name),
            api_url=read_address(read[API_URL], name=API_URL.name),
        )

    @property
    def has_key(self) -> bool:
        """There is an app to call with."""
        return bool(self.client_id)
