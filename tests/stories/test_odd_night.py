"""A service that answers nonsense, or can't be reached, in the middle of a night: every promise
is kept afterwards, and nothing is said to any fan."""

import datetime as dt
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from countin.campaigns.jobs import JOBS as CAMPAIGNS
from countin.presaves.models import PreSave
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.jobs import watch_markets
from tests.providers.odd_service import OddService, Reply
from tests.stories.night import Night

FANS = 6
JSON = {"Content-Type": "application/json"}
SILENCED = [
    Reply(429, b"", {"Retry-After": asked})
    for asked in ("-5", "NaN", "soon", "1e400", "Fri, 99 Foo 2026")
]
ABSURD = {
    "cut without a word": Reply(is_cut=True),
    "cut in the body": Reply(200, b'{"access_tok', JSON, claimed_length=400),
    "a page": Reply(200, b"<html>Welcome to the hotel</html>", {"Content-Type": "text/html"}),
    "a list": Reply(200, b"[]", JSON),
    "null": Reply(200, b"null", JSON),
    "no token": Reply(200, b"{}", JSON),
    "a token that is none": Reply(200, b'{"access_token": {"a": 1}, "expires_in": 3600}', JSON),
    "an endless token": Reply(200, b'{"access_token": "%b"}' % (b"a" * 100_000), JSON),
    "a span without end": Reply(200, b'{"access_token": "a", "expires_in": 1e999}', JSON),
    "nested without end": Reply(200, b"[" * 100_000, JSON),
    "not of any alphabet": Reply(200, b'{"access_token": "\xff\xfe"}', JSON),
    "two megabytes": Reply(200, b" " * 2_000_000, JSON),
    "elsewhere": Reply(302, b"", {"Location": "https://elsewhere.invalid/"}),
    "an error page": Reply(503, b"<html>upstream</html>"),
    "a status of its own": Reply(599, b""),
}


def at_address(night: Night, address: str) -> SpotifyProvider:
    """Spotify as the product knows it, at another address; the same app, the same gate."""
    options = SpotifyOptions(
        night.spotify.client_id, "a-secret", "extended", address, f"{address}/v1"
    )
    return SpotifyProvider(options, http=Http(gate=night.spotify.gate))


def begin_night(night: Night) -> list[str]:
    """Fans wait, and the release is seen in their market."""
    fans = night.crowd(FANS)
    night.to_release()
    watch_markets(night.bench())
    for job in CAMPAIGNS:
        job.verb(night.bench())
    return fans


def live_through(night: Night, *, fans: list[str], address: str) -> None:
    """The service is not itself; then it is again."""
    calm = night.providers["spotify"]
    night.providers["spotify"] = at_address(night, address)
    began = night.work_until_quiet()

    assert night.states() == {"promised": FANS}
    assert night.reasons() == {"": FANS}
    is_silent = night.spotify.gate.closed_until() is not None
    assert is_silent or all(
        moment and moment > began
        for moment in PreSave.objects.values_list("next_attempt_at", flat=True)
    )

    night.providers["spotify"] = calm
    night.play()
    assert night.states() == {"saved": FANS}
    assert night.holders() == set(fans)


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ABSURD)
def test_nonsense_loses_nobody(night: Night, kind: str):
    fans = begin_night(night)
    with OddService() as service:
        service.will_answer(ABSURD[kind])
        live_through(night, fans=fans, address=service.base_url)
        assert service.heard


@pytest.mark.sqlite
def test_absurd_spans_of_silence_are_kept_as_half_a_minute_or_a_second(night: Night):
    fans = begin_night(night)
    with OddService() as service:
        service.will_answer(*SILENCED)
        live_through(night, fans=fans, address=service.base_url)


def test_a_name_that_leads_nowhere_loses_nobody(night: Night):
    live_through(night, fans=begin_night(night), address="http://accounts.spotify.invalid")


def test_a_certificate_that_nobody_signed_is_never_trusted(night: Night, tmp_path: Path):
    fans = begin_night(night)
    with self_signed(tmp_path) as (address, heard):
        live_through(night, fans=fans, address=address)
        assert heard == []


@contextmanager
def self_signed(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A service on this machine with a certificate of its own making; what it was asked."""
    heard: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            heard.append(self.path)
            self.send_error(500)

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_write_certificate(folder))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://127.0.0.1:{server.server_address[1]}", heard
    server.shutdown()
    server.server_close()


def _write_certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    day = dt.timedelta(days=1)
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(dt.datetime.now(dt.UTC) - day)
        .not_valid_after(dt.datetime.now(dt.UTC) + day)
        .add_extension(names, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    pem, no_password = serialization.Encoding.PEM, serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(pem, form, no_password) + certificate.public_bytes(pem))
    return path
