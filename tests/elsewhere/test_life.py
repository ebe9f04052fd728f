"""What a look at a link proves: stand-in pages answer in every way that a page may."""

import asyncio
from collections.abc import Iterator

import pytest

from countin.elsewhere.life import Life, Look, look_at
from countin.elsewhere.sessions import open_session
from simulator.running import RunningSimulator


@pytest.fixture(scope="module")
def sim() -> Iterator[RunningSimulator]:
    with RunningSimulator() as running:
        yield running


def look(address: str, *, lets_loopback: bool = True, wait_for_s: float = 20) -> Look:
    async def ask() -> Look:
        session = open_session(
            who="Count-In (test)", wait_for_s=wait_for_s, lets_loopback=lets_loopback
        )
        async with session:
            return await look_at(address, session=session, lets_loopback=lets_loopback)

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("kind", "life", "words"),
    [
        ("there", Life.ANSWERED, "A page answers."),
        ("moved", Life.ANSWERED, "A page answers."),
        ("get-only", Life.ANSWERED, "A page answers."),
        ("no-head", Life.ANSWERED, "A page answers."),
        ("gone", Life.GONE, "It answers 404: nothing is there."),
        ("robots", Life.UNCLEAR, "answers programs with 403"),
        ("broken", Life.UNCLEAR, "It answers 503 (Service Unavailable)."),
        ("home", Life.UNCLEAR, "front page"),
        ("round", Life.UNCLEAR, "leads on and on"),
        ("inside", Life.UNCLEAR, "no public host"),
        ("down", Life.UNCLEAR, "no https page"),
    ],
)
def test_a_page_is_judged_by_what_it_answers(
    sim: RunningSimulator, kind: str, life: Life, words: str
):
    found = look(f"{sim.base_url}/pages/{kind}/album")

    assert (found.life, words in found.words) == (life, True), found


def test_a_page_that_takes_its_time_is_not_waited_for(sim: RunningSimulator):
    found = look(f"{sim.base_url}/pages/slow/album", wait_for_s=0.1)

    assert (found.life, found.words) == (Life.UNCLEAR, "It did not answer in time.")


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1/album",
        "https://[::1]/album",
        "https://10.0.0.7/",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::ffff:10.0.0.7]/",
        "https://printer/",
        "https://localhost/",
        "https://db.internal/",
        "http://music.example.com/",
        "https://user@music.example.com/",
        "https://music.example.com:8443/",
        "https://music.example.com:http/",
        "https://0x7f000001/",
        "https://2130706433/",
        "file:///etc/passwd",
    ],
)
def test_nothing_in_our_own_network_is_asked(address: str):
    found = look(address, lets_loopback=False)

    assert found.life == Life.UNCLEAR
    assert "It leads to" in found.words
