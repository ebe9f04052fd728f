"""What an operator sets for Apple Music."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from countin.providers.addresses import read_address
from countin.providers.contract import Option

KEYS_PAGE = "https://developer.apple.com/account/resources/authkeys"

TEAM_ID = Option(
    name="COUNTIN_APPLE_TEAM_ID",
    meaning="your team id at Apple (10 characters); empty: no membership, fans are reminded",
)
KEY_ID = Option(
    name="COUNTIN_APPLE_KEY_ID",
    meaning=f"the id of your MusicKit key ({KEYS_PAGE})",
)
PRIVATE_KEY = Option(
    name="COUNTIN_APPLE_PRIVATE_KEY",
    meaning="the content of the key's .p8 file, line breaks as they are or as `\\n`",
    secret=True,
)
API_URL = Option(
    name="COUNTIN_APPLE_API_URL",
    meaning="the Apple Music API, or a stand-in",
    default="https://api.music.apple.com/v1",
)
MUSICKIT_URL = Option(
    name="COUNTIN_APPLE_MUSICKIT_URL",
    meaning="where pages load MusicKit from; Apple allows no copy of it elsewhere",
    default="https://js-cdn.music.apple.com/musickit/v3/musickit.js",
)
OPTIONS: tuple[Option, ...] = (TEAM_ID, KEY_ID, PRIVATE_KEY, API_URL, MUSICKIT_URL)


@dataclass(frozen=True)
class AppleMusicOptions:
    """Checked settings. An empty team id means that there is no key."""

    team_id: str = ""
    key_id: str = ""
    private_key: str = field(default="", repr=False)
    api_url: str = API_URL.default
    musickit_url: str = MUSICKIT_URL.default

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> "AppleMusicOptions":
        """Read by environment name; absent and empty mean the default. Raises ValueError,
        with the next step, for what can't be."""
        read = {option: values.get(option.name, "").strip() or option.default for option in OPTIONS}
        _check_whole(read)
        return cls(
            team_id=read[TEAM_ID],
            key_id=read[KEY_ID],
            private_key=_read_key(read[PRIVATE_KEY]),
            api_url=read_address(read[API_URL], name=API_URL.name),
            musickit_url=read_address(read[MUSICKIT_URL], name=MUSICKIT_URL.name),
        )

    @property
    def client_id(self) -> str:
        """What Apple counts calls by."""
        return self.team_id

    @property
    def has_key(self) -> bool:
        """There is a key to sign developer tokens with."""
        return bool(self.private_key)


def _check_whole(read: Mapping[Option, str]) -> None:
    keys = (TEAM_ID, KEY_ID, PRIVATE_KEY)
    lacking = [option.name for option in keys if not read[option]]
    if lacking and len(lacking) < len(keys):
        raise ValueError(
            f"Apple Music needs three settings; {' and '.join(lacking)} is not set. "
            f"Find them at {KEYS_PAGE}, or remove the others."
        )


def _read_key(text: str) -> str:
    if not text:
        return ""
    pem = text.replace("\\n", "\n").replace("\r\n", "\n").strip() + "\n"
    mend = f"Set {PRIVATE_KEY.name} to the whole content of the .p8 file from {KEYS_PAGE}."
    try:
        key = load_pem_private_key(pem.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        # The parser's own error may quote the key.
        raise ValueError(f"{PRIVATE_KEY.name} holds no private key. {mend}") from None
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError(f"{PRIVATE_KEY.name} holds another kind of key than Apple's. {mend}")
    return pem
