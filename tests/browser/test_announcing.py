"""An announcement from its first word to its result, and its mails as pictures on a phone."""

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.entering import enter
from tests.browser.house import House
from tests.browser.looks import PICTURES, look_quickly, look_well
from tests.browser.mailbox import html_of, text_of
from tests.browser.visitor import PHONE, Visitor

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]

_TEXT = (
    "On **{date}** our EP comes out.\n\n- four songs\n- recorded in *one* night\n\n"
    "[Pre-save “{title}”]({link})\n\nSee you,\n{artist}"
)


def test_it_is_written_tried_stopped_and_arrives_and_its_page_tells_how_many(
    label: House, arrive: Arrive
):
    _join_list(label, arrive, address="lou@example.org")
    page = enter(label, arrive, name="voice")
    page.get_by_role("link", name="Midnight Windows").click()
    page.get_by_role("link", name="Announcements").click()
    look_quickly(page, "studio-announcements")
    page.get_by_role("button", name="Write “News”").click()
    _write(page, subject="Four songs of one night", text=_TEXT, shows="recorded in one night")
    look_well(page, "studio-announcement")
    _go_to_preview(page)
    _send_test(page, label, address="me@example.org", subject="Four songs", name="mail-announced")

    later = datetime.now(UTC) + timedelta(days=2)
    _let_go(page, at=f"{later:%Y-%m-%dT12:00}")
    page.get_by_role("button", name="Stop it now").click()
    expect(page.get_by_text("stopped").first).to_be_visible()
    look_quickly(page, "studio-announcement-stopped")
    page.get_by_role("button", name="Let the rest go").click()
    expect(page.get_by_role("button", name="Stop it now")).to_be_visible()

    page.get_by_role("link", name="Artists").click()
    page.get_by_role("link", name="List and sender of The Held Notes").click()
    page.get_by_role("link", name="Write to the list").click()
    page.get_by_role("button", name="Write “News”").click()
    look_quickly(page, "studio-news")
    road = "We play tonight.\n\n[The page]({link})"
    _write(page, subject="Out on the road", text=road, shows="We play tonight.")
    _let_go(page, at="")
    letter = label.mailbox.letter_to("lou@example.org", about="We play tonight")
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    expect(page.get_by_text("done", exact=True)).to_be_visible()  # by itself
    look_quickly(page, "studio-announcement-done")
    _follow_and_leave(arrive(label), letter)
    page.get_by_role("link", name="‹ Written to the list").click()
    look_well(page, "studio-news-all")


def _write(page: Page, *, subject: str, text: str, shows: str) -> None:
    """Kept, and seen beside its form."""
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("Text", exact=True).fill(text)
    page.get_by_role("button", name="Keep it").click()
    mail = page.frame_locator("iframe[name=mail]")
    expect(mail.get_by_text(shows, exact=True)).to_be_visible()


def _go_to_preview(page: Page) -> None:
    """A tap from the words, dark as well as light; and the way back stays in sight."""
    switch = page.get_by_role("navigation", name="Parts of this page")
    switch.get_by_role("link", name="Preview").click()
    expect(page.get_by_role("link", name="Dark")).to_be_in_viewport()
    page.get_by_role("link", name="Dark").click()
    assert _ground_of(page) == "dark"
    expect(switch).to_be_in_viewport()


def _let_go(page: Page, *, at: str) -> None:
    page.get_by_label("Begin at").fill(at)
    page.get_by_label("On the clock of").fill(_where_it_is_day())
    page.get_by_role("button", name=re.compile("^Send to")).click()


def _follow_and_leave(fan: Visitor, letter: EmailMessage) -> None:
    page = fan.open(_link_in(letter, path="/l/"))
    assert re.search(r"/@the-held-notes\?via=mail-news-\d+$", page.url)
    page.get_by_role("link", name=re.compile("Midnight Windows")).first.click()
    assert re.search(r"/midnight-windows\?via=mail-news-\d+$", page.url)
    page.goto(_link_in(letter, path="/unsubscribe/"))
    page.get_by_role("button", name="Leave the e-mail list").click()
    expect(page.get_by_role("heading", name="You have left the e-mail list")).to_be_visible()


def _send_test(page: Page, house: House, *, address: str, subject: str, name: str):
    """As a person would look at it: its pictures, light and dark, as wide as a phone."""
    page.get_by_label("Send a test to").fill(address)
    page.get_by_role("button", name="Send the test").click()
    expect(page.get_by_text("A test is on its way")).to_be_visible()
    letter = house.mailbox.letter_to(address, about="")
    assert subject in letter["Subject"]
    looked_at = _in_a_mail_program(page, letter)
    PICTURES.mkdir(exist_ok=True)
    for theme in ("light", "dark"):
        looked_at.emulate_media(color_scheme=theme)
        looked_at.screenshot(path=PICTURES / f"{name}-phone-{theme}.png", full_page=True)
        assert looked_at.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    looked_at.context.close()
    return letter


def _in_a_mail_program(page: Page, letter: EmailMessage) -> Page:
    """On a phone, in a browser of its own: no rule of the house's pages holds there."""
    started = page.context.browser
    assert started is not None
    opened = started.new_context(viewport=PHONE).new_page()  # type: ignore[arg-type]
    opened.set_content(html_of(letter))
    return opened


def _join_list(house: House, arrive: Arrive, *, address: str) -> None:
    page = arrive(house).open("/@the-held-notes/list")
    page.get_by_label("E-mail address").fill(address)
    page.get_by_role("button", name="Join the e-mail list").click()
    page.goto(_link_in(house.mailbox.letter_to(address, about="/confirm/"), path="/confirm/"))
    page.get_by_role("button", name="Yes, put me on the list").click()
    expect(page.get_by_role("main")).to_contain_text("list")


def _link_in(letter, *, path: str) -> str:
    found = re.search(rf"https?://[^\s/]+{path}[^\s)]+", text_of(letter))
    assert found
    return found[0]


def _ground_of(page: Page) -> str:
    """Whether the shown mail stands on a dark ground."""
    frame = page.frame(name="mail")
    assert frame is not None
    frame.wait_for_url("**scheme=dark")
    color = frame.evaluate("getComputedStyle(document.body).backgroundColor")
    return "dark" if sum(map(int, re.findall(r"\d+", color)[:3])) < 200 else "light"


def _where_it_is_day() -> str:
    zones = ("Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Tokyo")
    now = datetime.now(UTC)
    return next(zone for zone in zones if 9 <= now.astimezone(ZoneInfo(zone)).hour < 20)
