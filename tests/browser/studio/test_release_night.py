"""A release night in the control room, at a phone and at a desk: one night, two organizers, a
campaign each. The clocks of both worlds leap from midnight to midnight."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.house import House, open_house
from tests.browser.pressing import wait_for_words
from tests.browser.sizes import DESK, PHONE
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer

pytestmark = [pytest.mark.once, pytest.mark.timeout(300)]
_OF_NOTHING = "410000909997"  # a UPC that no service knows
_SETTLED = timedelta(minutes=1)
_WORKER_WITHIN = 60_000  # ms; it takes turns with all else that is to be done
_ZONES = {
    "NZ": "Pacific/Auckland",
    "DE": "Europe/Berlin",
    "AT": "Europe/Vienna",
    "US": "America/New_York",
}
# Where each fan listens. Austria has the midnight of Germany, and its catalog opens an hour late;
# the last German took the permission back.
_FANS = {"nora": "NZ", "dora": "DE", "doro": "DE", "drew": "DE", "anna": "AT", "ulla": "US"}


class Night:
    """Of one organizer's campaign."""

    def __init__(self, owner: Organizer, *, house: House, day: date) -> None:
        self.owner, self.house, self.day = owner, house, day
        self.title = f"Night on a {owner.size.name}"
        self.slug = self.title.lower().replace(" ", "-")
        known = {"id": self.slug, "title": self.title, "kind": "single", "artist": "the-held-notes"}
        late = self.midnight("DE") + timedelta(hours=1)
        when = {"timing": "local", "date": day.isoformat(), "markets": {"AT": late.isoformat()}}
        house.sim.tell("releases", {**known, "tracks": [{"title": self.title}], **when})

    def midnight(self, market: str) -> datetime:
        return datetime.combine(self.day, datetime.min.time(), ZoneInfo(_ZONES[market]))

    def fan(self, name: str) -> str:
        return f"{name}-{self.owner.size.name}"

    def room(self) -> None:
        """As it stands now."""
        self.owner.go_to(f"/studio/c/{self.slug}/release")


@pytest.fixture
def tonight(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose clock is nobody else's."""
    with open_house(tmp_path_factory.mktemp("night")) as house:
        yield house


def test_a_night_is_rehearsed_watched_mended_paused_and_told(tonight: House, sit: Sit):
    day = (datetime.now(UTC) + timedelta(days=2)).date()
    nights = [Night(sit(tonight, size), house=tonight, day=day) for size in (PHONE, DESK)]
    for night in nights:
        _publish_under_a_wrong_code(night)
        _rehearse(night)
    _leap(tonight, to=nights[0].midnight("NZ"))
    for night in nights:
        _mend_the_code_and_go_on(night)
        _pause(night)
    tonight.sim.tell("scenario", _revoked([night.fan("drew") for night in nights]))
    _leap(tonight, to=nights[0].midnight("DE"))
    for night in nights:
        _let_it_go_on(night)
    _leap(tonight, to=nights[0].midnight("DE") + timedelta(hours=1))
    for night in nights:
        _try_again(night)
    tonight.sim.tell("scenario", {"name": "quota-exhausted"})
    _leap(tonight, to=nights[0].midnight("US"))
    for night in nights:
        _read_of_the_silence(night)
    tonight.sim.tell("scenario", {"name": "calm"})
    _leap(tonight, to=nights[0].midnight("US") + timedelta(days=1))
    for night in nights:
        _read_the_report(night)
    assert "job failed" not in tonight.log


def _publish_under_a_wrong_code(night: Night) -> None:
    owner, house = night.owner, night.house
    owner.follow("New campaign")
    owner.follow("I have none yet")
    owner.fill("Artist", "The Held Notes")
    owner.fill("Title", night.title)
    owner.fill("Release date", night.day.isoformat())
    owner.fill("Link, UPC or ISRC", _OF_NOTHING)
    owner.press("Go on")
    owner.press("Publish")
    for name, country in _FANS.items():
        house.sim.add_fan(night.fan(name), country=country)
        page = f"{house.base_url}/{night.slug}"
        thanks = house.stage.pre_save(night.fan(name), page=page, time_zone=_ZONES[country])
        assert thanks.status == 200, thanks.words


def _rehearse(night: Night) -> None:
    owner = night.owner
    owner.follow("Release day")
    owner.reads("It begins in")
    expect(owner.page.locator("svg.clock")).to_be_visible()
    expect(owner.page.get_by_role("progressbar")).to_have_count(3)
    # One comes by itself in the week before: while the worker is at it, there is no button.
    button = owner.page.get_by_role("button", name="Rehearse now")
    expect(button).to_be_visible(timeout=_WORKER_WITHIN)
    owner.press("Rehearse now")
    owner.reads("The worker rehearses now.")
    found = owner.page.locator("#rehearsal .runway")
    expect(found).to_contain_text("Spotify", timeout=_WORKER_WITHIN)  # by itself
    owner.look("studio-release")


def _mend_the_code_and_go_on(night: Night) -> None:
    owner = night.owner
    night.room()
    wait_for_words(owner.page, "does not show the release yet in NZ")
    owner.look("studio-release-searched")
    owner.follow("Mend the code or link")
    owner.fill("Link, UPC or ISRC", night.house.sim.look(f"releases/{night.slug}")["upc"])
    owner.press("Keep")
    owner.follow("Release day")
    owner.press("Try again now")
    wait_for_words(owner.page, "1 wave done")
    assert night.house.sim.saved(night.fan("nora")) != []


def _pause(night: Night) -> None:
    night.owner.press("Pause")
    night.owner.reads("It is paused: no promise is kept until it goes on.")


def _let_it_go_on(night: Night) -> None:
    """Of four, two are saved and one has to be asked; where it is late, the pace says how long."""
    owner = night.owner
    night.room()
    owner.reads("0 of 4")
    owner.press("Let it go on")
    wait_for_words(owner.page, " done in the last minute: about")
    owner.reads("3 of 4")  # by itself
    owner.reads("it is looked at once more after 24 hours")
    owner.look("studio-release-night")


def _try_again(night: Night) -> None:
    night.room()
    night.owner.press("Try again now")
    wait_for_words(night.owner.page, "2 waves done")


def _read_of_the_silence(night: Night) -> None:
    night.room()
    wait_for_words(night.owner.page, "is left alone.")
    night.owner.look("studio-release-silence")


def _read_the_report(night: Night) -> None:
    owner = night.owner
    night.room()
    wait_for_words(owner.page, "3 waves done")
    owner.follow("The report")
    owner.reads_heading("From the page to the library")
    owner.look("studio-report-after")


def _leap(house: House, *, to: datetime) -> None:
    house.stage.leap((to + _SETTLED - house.stage.now()).total_seconds())


def _revoked(fans: list[str]) -> dict[str, object]:
    return {"name": "revoked", "fans": fans}
