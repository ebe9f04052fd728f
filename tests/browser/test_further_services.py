"""TIDAL and SoundCloud as a fan meets them: connect on a phone, the release, saved, followed."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_quickly, look_well
from tests.browser.pressing import answer, press
from tests.databases import own_database
from tests.journeys.stage import Stage
from tests.providers import soundcloud_stage, tidal_stage

pytestmark = [pytest.mark.once, pytest.mark.timeout(300)]
SLUG, TITLE = "low-tide-letters", "Low Tide Letters"
# How each library is called in a sentence.
LIBRARIES = {"TIDAL": "TIDAL collection", "SoundCloud": "SoundCloud likes"}
FILE = """\
artist: {{name: The Held Notes, spotify: "spotify:artist:0TheHeldNotesArtist001",
         tidal: "{tidal_artist}", soundcloud: the-held-notes}}
release: {{title: {title}, kind: single, upc: "{upc}", timing: global, at: "{at}",
          soundcloud: "https://soundcloud.com/{soundcloud}?si=abc"}}
slug: {slug}
ask_follow: true
follow_when: release
"""


class FurtherStage(Stage):
    """With keys at every service that is reached by redirect."""

    def _keys(self) -> dict[str, str]:
        further = tidal_stage.settings_for(self.sim) | soundcloud_stage.settings_for(self.sim)
        return super()._keys() | further


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A campaign whose file names the release on SoundCloud; TIDAL finds it by its UPC."""
    with own_database() as database_url:
        folder = tmp_path_factory.mktemp("further")
        with FurtherStage(folder, database_url=database_url) as stage:
            stage.product.serve()
            house = House(stage, mailbox=None)
            known = {"id": SLUG, "title": TITLE, "kind": "single", "artist": "the-held-notes"}
            at = datetime.now(UTC) + timedelta(hours=1)
            stage.sim.tell("releases", {**known, "tracks": [{"title": TITLE}], **moment(at)})
            assert apply(house, at=at) == ""
            yield house


def test_a_fan_of_each_connects_and_it_is_saved_and_followed(house: House, arrive: Arrive):
    pages = {
        service: connect(house, arrive, service=service, fan=f"{service.lower()}-fan")
        for service in LIBRARIES
    }
    for page in pages.values():
        page.get_by_role("link", name="Your own page").click()

    release_soon(house)
    house.wait_for_release(
        SLUG, presaves={"promised": 0, "saved": 2}, follows={"waiting": 0, "done": 2}
    )

    ids = house.sim.look(f"releases/{SLUG}")["ids"]
    assert house.sim.saved("tidal-fan", service="tidal") == [f"albums:{ids['tidal']['release']}"]
    assert house.sim.saved("soundcloud-fan", service="soundcloud") == [ids["soundcloud"]["release"]]
    for service, page in pages.items():
        page.reload()
        expect(page.get_by_text(f"Saved to your {LIBRARIES[service]} on")).to_be_visible()
        expect(page.get_by_text(f"You follow The Held Notes on {service}.")).to_be_visible()
        look_quickly(page, f"own-page-{service.lower()}")
    assert house.sim.look("complaints")["kinds"] == {}
    assert "job failed" not in house.log
    expect_smart_link(house, arrive)


def connect(house: House, arrive: Arrive, *, service: str, fan: str) -> Page:
    house.sim.add_fan(fan, country="DE")
    page: Page = arrive(house).open(f"{house.base_url}/{SLUG}")
    box = page.get_by_role("checkbox", name=f"Also follow The Held Notes on {service}")
    expect(box).not_to_be_checked()
    if service == "TIDAL":
        look_well(page, "further-services")
    box.check()
    press(page, f"Pre-save on {service}")
    answer(page, fan=fan)
    expect(page.get_by_role("heading", name="You're in.")).to_be_visible()
    expect(page.get_by_text(f"saved to your {LIBRARIES[service]} on")).to_have_count(1)
    return page


def expect_smart_link(house: House, arrive: Arrive) -> None:
    page = arrive(house).open(f"{house.base_url}/{SLUG}")
    for service in ("Spotify", "TIDAL", "SoundCloud"):
        expect(page.get_by_role("link", name=f"Open in {service}")).to_have_count(1)


def release_soon(house: House) -> None:
    for ahead in (4, 10, 25):
        at = datetime.now(UTC) + timedelta(seconds=ahead)
        if "in the past" not in apply(house, at=at):
            return
    raise AssertionError("this machine takes longer than 25 s to apply a file")


def apply(house: House, *, at: datetime) -> str:
    shown = house.sim.look(f"releases/{SLUG}")
    house.sim.tell(f"releases/{SLUG}/availability", moment(at))
    path = house.stage.folder / f"{SLUG}.yaml"
    path.write_text(
        FILE.format(
            title=TITLE,
            slug=SLUG,
            upc=shown["upc"],
            at=moment(at)["at"],
            tidal_artist=shown["ids"]["tidal"]["artist"],
            soundcloud=shown["ids"]["soundcloud"]["release"],
        )
    )
    done = house.stage.product.run("campaign", "apply", str(path))
    assert done.returncode == 0 or "in the past" in done.stderr, done.stderr
    return done.stderr if done.returncode else ""


def moment(at: datetime) -> dict[str, str]:
    return {"timing": "global", "at": at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")}
