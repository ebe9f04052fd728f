"""Spotify at a service that answers what a test tells it to."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from countin.providers.contract import (
    Access,
    Ask,
    ConsentGone,
    Grant,
    OperatorNeeded,
    Refused,
    TryLater,
)
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from tests.providers.gate import CountingGate
from tests.providers.odd_service import OddService, Reply

NOW = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
SECRET = "s3cr3t-mark"
ACCESS = Access(token=SECRET, usable_until=NOW + timedelta(hours=1))
GRANT = Grant(
    secret=SECRET,
    allows=frozenset({Ask.SAVE}),
    scopes="user-library-modify",
    authorized_at=NOW,
    usable_until=NOW + timedelta(days=180),
)
URI, ARTIST = "spotify:album:0OddAlbum0000000000abc", "spotify:artist:0OddArtist000000000def"


def spotify_at(service: OddService) -> SpotifyProvider:
    """The provider, with the odd service in Spotify's place."""
    http = Http(gate=CountingGate(), wait_for=timedelta(seconds=2))
    options = SpotifyOptions("id", SECRET, "extended", service.base_url, service.base_url)
    return SpotifyProvider(options, http=http)


def error_of(call: Callable[[], object]) -> object:
    """The error a call ends in, as its kind and its text."""
    with pytest.raises((TryLater, ConsentGone, OperatorNeeded, Refused)) as raised:
        call()
    assert SECRET not in str(raised.value)
    return type(raised.value)


def as_json(body: object, *, status: int = 200) -> Reply:
    return Reply(status, json.dumps(body).encode())


def wrapped(message: str, status: int = 403) -> Reply:
    return as_json({"error": {"status": status, "message": message}}, status=status)


def flat(message: str, status: int = 403) -> Reply:
    return as_json({"status": status, "message": message}, status=status)


def bare(message: str, status: int = 403) -> Reply:
    return Reply(status, message.encode())


def quoted(message: str, status: int = 403) -> Reply:
    return as_json(message, status=status)
