"""Apple Music: its own script on a page of its own, its pop-up, and every way that can end."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.looks import look_well
from tests.browser.pressing import PRE_ADD, REMIND_APPLE, expect_promise, press, press_at_apple

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
SILENT_FOR = 20_000  # ms, by the browser's clock
_REFUSES_WITHOUT_SUBSCRIPTION = """() => {
  const error = Object.assign(new Error("Insufficient Privileges"), { errorCode: "40015" });
  MusicKit.getInstance().authorize = () => Promise.reject(error);
}"""


def go_to_apple(page: Page) -> Page:
    """By the button of the landing page; the script has been loaded."""
    press(page, PRE_ADD)
    page.wait_for_url("**/apple")
    expect(page.get_by_role("button", name=PRE_ADD, exact=True)).to_be_visible()
    return page


def test_a_fan_agrees_in_the_pop_up_and_is_promised_the_release(label: House, arrive: Arrive):
    label.sim.add_fan("bea", country="DE")
    page = go_to_apple(arrive(label).open(label.page))
    look_well(page, "apple-asks")
    expect(page.get_by_role("textbox")).to_have_count(0)

    press_at_apple(page, fan="bea")

    expect_promise(page, service="Apple Music")
    look_well(page, "thanks-apple")
    assert label.sim.look("complaints")["kinds"].get("bad_developer_token", 0) == 0


def test_the_script_is_loaded_only_after_apple_was_chosen(label: House, arrive: Arrive):
    visitor = arrive(label)
    loaded: list[str] = []
    visitor.context.on("request", lambda request: loaded.append(request.url))

    page = visitor.open(label.page)
    before = [url for url in loaded if "musickit" in url]
    go_to_apple(page)

    assert before == []
    assert label.sim.apple_musickit_url in loaded


def test_cancelling_keeps_the_button_and_offers_the_reminder(label: House, arrive: Arrive):
    label.sim.add_fan("carl", country="DE")
    page = go_to_apple(arrive(label).open(label.page))

    press_at_apple(page, fan="carl", button="Cancel")

    expect(page.get_by_role("heading", name="Nothing was added")).to_be_visible()
    expect(page.get_by_role("button", name=REMIND_APPLE, exact=True)).to_be_visible()
    look_well(page, "apple-cancelled")
    press_at_apple(page, fan="carl")
    expect_promise(page, service="Apple Music")


def test_without_a_subscription_there_is_the_reminder(label: House, arrive: Arrive):
    page = go_to_apple(arrive(label).open(label.page))
    # Apple's own script knows, and says so; the simulator's does not.
    page.evaluate(_REFUSES_WITHOUT_SUBSCRIPTION)

    press(page, PRE_ADD)

    expect(page.get_by_role("heading", name="This needs a subscription")).to_be_visible()
    look_well(page, "apple-no-subscription")
    press(page, REMIND_APPLE)
    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()


@pytest.fixture
def silent_apple(label: House) -> Iterator[None]:
    label.sim.tell("settings", {"apple_authorize": "silent"})
    yield
    label.sim.tell("settings", {"apple_authorize": "normal"})


@pytest.mark.usefixtures("silent_apple")
def test_silence_of_twenty_seconds_has_a_way_out(label: House, arrive: Arrive):
    visitor = arrive(label)
    visitor.context.clock.install()
    page = go_to_apple(visitor.open(label.page))
    stays_silent = page.get_by_role("heading", name="Apple Music stays silent")

    press(page, PRE_ADD)
    expect(page.get_by_text("A window of Apple Music is asking you.")).to_be_visible()
    page.clock.fast_forward(SILENT_FOR)

    expect(stays_silent).to_be_visible()
    expect(page.get_by_role("button", name=PRE_ADD, exact=True)).to_be_visible()
    look_well(page, "apple-silent")
    press(page, REMIND_APPLE)
    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()


def test_without_javascript_the_page_offers_the_reminder(label: House, arrive: Arrive):
    page = arrive(label, java_script_enabled=False).open(label.page)

    press(page, PRE_ADD)

    # Playwright turns scripts off too late for a browser to show this.
    assert "scripts are off in this browser" in page.content()
    press(page, REMIND_APPLE)
    expect(page.get_by_role("link", name="Add to calendar")).to_be_visible()


def test_the_page_that_asks_is_nothing_by_itself(label: House, arrive: Arrive):
    page = arrive(label).open(f"{label.page}/apple")

    assert page.url == label.page
    expect(page.get_by_role("button", name=PRE_ADD, exact=True)).to_be_visible()
