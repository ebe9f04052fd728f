"""A service that answers nonsense, or can't be reached, in the middle of a night: every promise
is kept afterwards, and nothing is said to any fan."""

from pathlib import Path

import pytest

from countin.campaigns.jobs import JOBS as CAMPAIGNS
from countin.presaves.models import PreSave
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.release_day.jobs import watch_markets
from tests.providers.certificates import secure_with, write_certificate
from tests.providers.odd_service import OddService, Reply
from tests.providers.raw_service import OK, RawService
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


def begin_night(night: Night, *, size: int = FANS) -> list[str]:
    """Fans wait, and the release is seen in their market."""
    fans = night.crowd(size)
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

    assert night.states() == {"promised": len(fans)}
    assert night.reasons() == {"": len(fans)}
    is_silent = night.spotify.gate.closed_until() is not None
    assert is_silent or all(
        moment and moment > began
        for moment in PreSave.objects.values_list("next_attempt_at", flat=True)
    )

    night.providers["spotify"] = calm
    night.play()
    assert night.states() == {"saved": len(fans)}
    assert night.holders() == set(fans)


@pytest.mark.sqlite
@pytest.mark.parametrize("kind", ABSURD)
def test_nonsense_loses_nobody(night: Night, kind: str):
    fans = begin_night(night)
    with OddService() as service:
        service.will_answer(ABSURD[kind])
        live_through(night, fans=fans, address=service.base_url)
        assert service.heard


@pytest.mark.postgres
def test_nonsense_of_every_kind_in_one_night_loses_nobody(night: Night):
    """Whatever of it is written down, this database takes, too."""
    fans = begin_night(night, size=len(ABSURD))
    with OddService() as service:
        service.will_answer(*ABSURD.values())
        live_through(night, fans=fans, address=service.base_url)
        assert len(service.heard) >= len(ABSURD)


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
    with RawService([OK], secure=secure_with(write_certificate(tmp_path))) as service:
        live_through(night, fans=fans, address=service.base_url)
        assert service.heard == []
