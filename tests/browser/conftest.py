"""Chromium, the installations it visits, and visitors who must not meet any trouble."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.house import FurtherStage, House, open_house
from tests.browser.visitor import PATIENCE, Visitor
from tests.studio.company_server import CLIENT, SECRET, CompanyServer

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing but this machine is reached, whatever a page links to.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
Arrive = Callable[..., Visitor]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "Chromium is missing. `make test` installs it, or says how."
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def label(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Extended quota at Spotify, a membership at Apple, a mailbox."""
    with open_house(tmp_path_factory.mktemp("label"), has_mailbox=True) as house:
        yield house


@pytest.fixture(scope="package")
def company() -> Iterator[CompanyServer]:
    """A company with accounts of its own, which sign in at the newcomer's."""
    server = CompanyServer()
    yield server
    server.close()


@pytest.fixture(scope="package")
def newcomer(company: CompanyServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A Spotify app in development mode, keys at every other service, and no mailbox."""
    folder = tmp_path_factory.mktemp("newcomer")
    signing_in = {
        "COUNTIN_OIDC_SERVER_URL": company.url,
        "COUNTIN_OIDC_CLIENT_ID": CLIENT,
        "COUNTIN_OIDC_CLIENT_SECRET": SECRET,
        "COUNTIN_OIDC_NAME": "Held Records",
    }
    with open_house(folder, kind=FurtherStage, quota="development", settings=signing_in) as house:
        yield house


@pytest.fixture(scope="package")
def keyless(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """No keys and no mailbox. By the one name for which browsers make passkeys without https."""
    folder = tmp_path_factory.mktemp("keyless")
    with open_house(folder, has_keys=False, called="localhost") as house:
        yield house


@pytest.fixture
def arrive(browser: Browser) -> Iterator[Arrive]:
    """Visitors of a house, each with a browser of their own. None of them may meet trouble."""
    visitors: list[Visitor] = []

    def make(house: House, **options: Any) -> Visitor:
        visitor = Visitor(browser, own=house.base_url, service=house.sim.base_url, **options)
        visitors.append(visitor)
        return visitor

    yield make
    troubles = [trouble for visitor in visitors for trouble in visitor.troubles]
    for visitor in visitors:
        visitor.close()
    assert troubles == []
