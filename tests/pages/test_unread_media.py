"""Whoever asks for a long file and does not read it: few threads wait, everybody else is served."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections
from django.test import Client

from countin.pages.landing.media import MOST_LONG_ANSWERS

STEM = "0123456789abcdef01234567"
CLIP = f"/media/clips/{STEM}.m4a"
LONG = bytes(range(250)) * 4000


@pytest.fixture
def client(settings, tmp_path: Path) -> Client:
    settings.MEDIA_ROOT = tmp_path
    for name, body in ((f"clips/{STEM}.m4a", LONG), (f"films/{STEM}.vtt", b"WEBVTT")):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes(body)
    return Client()


def leave(answer: Any) -> None:
    """As the server does when a browser has gone. There is no database to close here."""
    request_finished.disconnect(close_old_connections)
    answer.close()
    request_finished.connect(close_old_connections)


@pytest.fixture
def unread(client: Client) -> Iterator[list[Any]]:
    """As many whole long files as may be sent at once, and nobody reads them."""
    answers = [client.get(CLIP) for _ in range(MOST_LONG_ANSWERS)]
    yield answers
    for answer in answers:
        leave(answer)


def test_four_who_read_nothing_hold_four_threads_and_a_fifth_is_told_when_to_come(
    client: Client, unread: list[Any]
):
    fifth = client.get(CLIP)

    assert [answer.status_code for answer in unread] == [200] * 4
    assert (fifth.status_code, fifth["Retry-After"]) == (503, "5")
    assert fifth["Cache-Control"] == "no-store"
    assert b"Load it again in 5 seconds." in fifth.content


@pytest.mark.parametrize(
    ("asked", "served"),
    [
        ("bytes=0-999999", (0, 524_288)),
        ("bytes=9-999998", (9, 524_297)),
        ("bytes=-900000", (100_000, 624_288)),
        ("bytes=-100", (999_900, 1_000_000)),
        ("bytes=0-1", (0, 2)),
        ("bytes=600000-", (600_000, 1_000_000)),
    ],
)
def test_beside_them_players_get_parts_in_one_piece(
    client: Client, unread: list[Any], asked: str, served: tuple[int, int]
):
    answer = client.get(CLIP, headers={"range": asked})

    start, end = served
    assert (answer.status_code, answer.streaming) == (206, False)
    assert answer.content == LONG[start:end]
    assert answer["Content-Range"] == f"bytes {start}-{end - 1}/1000000"
    assert answer["Content-Length"] == str(end - start)


def test_beside_them_short_files_and_heads_are_answered(client: Client, unread: list[Any]):
    captions, head = client.get(f"/media/films/{STEM}.vtt"), client.head(CLIP)

    assert (captions.status_code, captions.streaming) == (200, False)
    assert (head.status_code, head["Content-Length"]) == (200, "1000000")


def test_whoever_has_read_or_gone_makes_room(client: Client, unread: list[Any]):
    leave(unread[0])
    leave(unread[0])

    again, one_more = client.get(CLIP), client.get(CLIP)

    assert (again.status_code, one_more.status_code) == (200, 503)
    assert again.getvalue() == LONG


def test_an_answer_that_was_lost_on_its_way_makes_room(client: Client, unread: list[Any]):
    unread.pop()
    gc.collect()

    assert client.get(CLIP).getvalue() == LONG
