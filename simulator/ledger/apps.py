"""Apps registered in the simulated developer dashboard, and their redirect addresses."""

from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

EXTENDED = "extended"
DEVELOPMENT = "development"
RETURN_PATH = "/connect/spotify/return"
DEFAULT_REDIRECTS = (f"http://127.0.0.1{RETURN_PATH}", f"http://[::1]{RETURN_PATH}")


@dataclass(frozen=True)
class SpotifyApp:
    client_id: str
    client_secret: str
    quota: str = EXTENDED
    name: str = "Count-In"
    redirect_uris: tuple[str, ...] = DEFAULT_REDIRECTS

    def accepts_redirect(self, uri: str) -> bool:
        """Exact match; a loopback address registered without a port may have any port."""
        if not is_allowed_redirect(uri):
            return False
        return uri in self.redirect_uris or _without_port(uri) in self.redirect_uris


def default_apps(redirect_uris: tuple[str, ...] = DEFAULT_REDIRECTS) -> list[SpotifyApp]:
    """One app of each quota, where the command line names none."""
    return [
        SpotifyApp("simulated-extended", "simulated-extended-secret", EXTENDED, "Count-In",
                   redirect_uris),
        SpotifyApp("simulated-development", "simulated-development-secret", DEVELOPMENT,
                   "Count-In", redirect_uris),
    ]  # fmt: skip


def is_allowed_redirect(uri: str) -> bool:
    """https, or http to a loopback literal; `localhost` is refused."""
    try:
        parts = urlsplit(uri)
        host = parts.hostname or ""
    except ValueError:
        return False
    if not host or host == "localhost" or parts.fragment:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_loopback(host))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _without_port(uri: str) -> str:
    parts = urlsplit(uri)
    host = parts.hostname or ""
    if not _is_loopback(host):
        return uri
    literal = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=literal).geturl()
