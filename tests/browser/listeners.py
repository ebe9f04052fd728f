"""Stand-ins for the hosts of pixels, over TLS: what was asked of them is written down."""

import datetime
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HOSTS: Final = (
    *("connect.facebook.net", "www.facebook.com", "analytics.tiktok.com"),
    *("www.googletagmanager.com", "www.google-analytics.com"),
)
# Each takes what was queued for it, as the real one does, and looks around as far as it can.
_AROUND: Final = """
let around = "closed";
try { around = parent.document.body.innerText + document.cookie; } catch { /* as it should be */ }
const told = `&at=${encodeURIComponent(location.href)}&from=${encodeURIComponent(document.referrer)}
&around=${encodeURIComponent(around)}`.replace(/\\n/g, "");
"""
_SCRIPTS: Final = {
    "/en_US/fbevents.js": """
for (const [word, name] of fbq.queue) if (word === "track")
  new Image().src = `https://www.facebook.com/tr?event=${name}${told}`;""",
    "/i18n/pixel/events.js": """
for (const [word, name] of ttq)
  fetch(`https://analytics.tiktok.com/api/v2/pixel?event=${name ?? word}${told}`,
        { method: "POST", mode: "no-cors" });""",
    "/gtag/js": """
for (const [word, name] of dataLayer) if (word === "event")
  fetch(`https://www.google-analytics.com/g/collect?event=${name}${told}`, { mode: "no-cors" });""",
}


@dataclass
class Listeners:
    """Everything that was asked, in order: host and path with its query, and headers."""

    port: int = 0
    asked: list[str] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)

    @property
    def events(self) -> list[str]:
        """What they heard, in the order of the alphabet."""
        queries = [parse_qs(urlsplit(address).query) for address in self.asked]
        return sorted(query["event"][0] for query in queries if "event" in query)

    def flags(self) -> list[str]:
        """Rules by which a browser takes these hosts for this machine's."""
        return [f"MAP {host}:443 127.0.0.1:{self.port}" for host in HOSTS]


@contextmanager
def listening(folder: Path) -> Iterator[Listeners]:
    """On a port of its own."""
    heard = Listeners()

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.asked.append(f"https://{self.headers['Host']}{self.path}")
            heard.headers.append(dict(self.headers))
            script = _SCRIPTS.get(urlsplit(self.path).path)
            self.send_response(200 if script else 204)
            self.send_header("Content-Type", "text/javascript")
            self.end_headers()
            if script:
                self.wfile.write(f"{{{_AROUND}{script}}}".encode())

        do_POST = do_GET  # noqa: N815 - the library's name

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    with server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        heard.port = server.server_port
        yield heard
        server.shutdown()


def _certificate(folder: Path) -> Path:
    """Signed by itself: the browser is told to take any."""
    key, name = ec.generate_private_key(ec.SECP256R1()), NameOID.COMMON_NAME
    subject = x509.Name([x509.NameAttribute(name, "listeners.test")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    path = folder / "listeners.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path
