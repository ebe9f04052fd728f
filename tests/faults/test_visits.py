"""Visits of a really running `countin web`: in the database within a second, none lost when it is
told to stop. A kill may cost what came in the last moment, and nothing else."""

import contextlib
import http.client
import os
import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from tests.databases import own_database
from tests.journeys.installation import Installation, wait_until
from tests.journeys.tables import bring_tables

pytestmark = pytest.mark.once

SLUG = "midnight-windows"
_FILE = """\
artist: {{name: The Held Notes}}
release: {{title: Midnight Windows, kind: single, upc: "410000201015", timing: local, date: {date}}}
slug: midnight-windows
channels: [newsletter]
"""
_AGENT = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"}


class Web:
    """`countin web` alone, with one open campaign."""

    def __init__(self, folder: Path, *, database_url: str) -> None:
        self.product = Installation(
            folder, database_url=database_url, settings={"COUNTIN_LOG_LEVEL": "info"}
        )
        bring_tables(self.product, database_url=database_url)
        file = folder / "campaign.yaml"
        file.write_text(_FILE.format(date=(datetime.now(UTC) + timedelta(days=20)).date()))
        assert self.product.run("campaign", "apply", str(file)).returncode == 0

    def start(self) -> None:
        self._web = self.product.begin("web", "--port", str(self.product.port))
        wait_until(self.product.is_healthy, within=60, told=lambda: self.product.log[-2000:])

    def stop(self) -> int:
        self._web.send_signal(signal.SIGTERM)
        return self._web.wait(timeout=30)

    def visit(self, times: int, *, query: str = "") -> int:
        """Look that often, on eight connections; gives back how often the page came."""
        with ThreadPoolExecutor(8) as pool:
            return sum(pool.map(lambda _: self._look(query, times // 8), range(8)))

    def count(self) -> int:
        """Rows in the database, now."""
        return int(self._ask("SELECT count(*) FROM visits_visit"))

    def _look(self, query: str, times: int) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", self.product.port, timeout=10)
        with contextlib.closing(connection):
            seen = 0
            for _ in range(times):
                connection.request("GET", f"/{SLUG}{query}", headers=_AGENT)
                answer = connection.getresponse()
                seen += bool(answer.read() and answer.status == 200)
            return seen

    def _ask(self, statement: str) -> int:
        url = self.product.environment["DATABASE_URL"]
        if url:
            with psycopg.connect(url) as server:
                row = server.execute(statement).fetchone()
        else:
            with contextlib.closing(
                sqlite3.connect(self.product.data_dir / "countin.sqlite3")
            ) as file:
                row = file.execute(statement).fetchone()
        assert row
        return int(row[0])


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """One installation for all: setting it up costs more than the tests."""
    with own_database() as url:
        web = Web(tmp_path_factory.mktemp("visits"), database_url=url)
        yield web
        web.product.clear_away()


@pytest.fixture
def web(installed: Web) -> Iterator[Web]:
    """Started, with nothing counted yet."""
    installed.start()
    yield installed
    installed.product.clear_away()


def test_every_visit_is_in_the_database_soon(web: Web):
    """A second later on a machine with nothing else to do; nobody stops it meanwhile."""
    before = web.count()

    seen = web.visit(400)
    wait_until(lambda: web.count() - before >= 400, within=20)

    assert (seen, web.count() - before) == (400, 400)


def test_told_to_stop_right_after_a_burst_it_loses_no_visit(web: Web):
    before = web.count()

    seen = web.visit(400, query="?via=newsletter")
    code = web.stop()

    assert (seen, code, web.count() - before) == (400, 0, 400)


def test_a_process_that_is_told_to_stop_by_itself_loses_no_visit(web: Web):
    before = web.count()

    seen = web.visit(400)
    for pid in web.product.processes("pages"):
        os.kill(pid, signal.SIGTERM)

    wait_until(lambda: web.count() - before == seen, within=20)


def test_a_kill_costs_the_last_moment_and_no_more(web: Web):
    before = web.count()
    early = web.visit(200)
    wait_until(lambda: web.count() - before == early, within=20)

    late = web.visit(200)
    for pid in web.product.processes("pages"):
        os.kill(pid, signal.SIGKILL)
    web.product.clear_away()

    assert early <= web.count() - before <= early + late
