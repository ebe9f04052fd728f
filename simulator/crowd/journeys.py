"""What a fan does on the pages of a campaign, from the first visit to a change of mind."""

from simulator.crowd import apple
from simulator.crowd.browser import NotFound, Page
from simulator.crowd.fans import Ended, Fan
from simulator.crowd.people import APPLE, SPOTIFY
from simulator.crowd.reminders import ask_to_be_reminded

_DIRECT = {SPOTIFY: "Pre-save on Spotify", APPLE: "Pre-add on Apple Music"}
_REMIND = {SPOTIFY: "Remind me for Spotify", APPLE: "Remind me for Apple Music"}


async def arrive(fan: Fan, *, page_address: str) -> None:
    """Open the page and press what it offers for the fan's service."""
    page = await fan.browser.open(page_address)
    if page.status != 200:
        raise NotFound(f"{page.address.path} answered {page.status}")
    fan.service = fan.person.service
    fan.ended = Ended.LOOKED
    if fan.person.only_looks:
        return
    if page.has_button(_DIRECT[fan.service]):
        await _go_direct(fan, page=page)
    else:
        await _be_reminded(fan, page=page)


async def withdraw(fan: Fan) -> None:
    """On the fan's own page, by its button."""
    page = await fan.browser.open(fan.own_page)
    page = await fan.browser.press(page, button="Withdraw")
    if page.status != 200:
        raise NotFound(f"Withdraw answered {page.status}")
    fan.ended = Ended.WITHDRAWN


async def _go_direct(fan: Fan, *, page: Page) -> None:
    if fan.service == SPOTIFY:
        page = await _pre_save(fan, page=page)
    else:
        page = await apple.pre_add(fan, page=page, button=_DIRECT[APPLE])
        fan.own_page = own_page_on(page)
    if fan.own_page:
        fan.ended = Ended.PROMISED
        return
    fan.ended = Ended.CANCELLED if fan.person.cancels else Ended.REFUSED
    if fan.person.takes_reminder:
        await _be_reminded(fan, page=page)


async def _pre_save(fan: Fan, *, page: Page) -> Page:
    """Over Spotify's consent page and back."""
    person, browser = fan.person, fan.browser
    tick = ("Also follow",) if person.wants_follow and _offers_follow(page) else ()
    consent = await browser.press(page, button=_DIRECT[SPOTIFY], tick=tick)
    if person.presses_twice:
        consent = await browser.press(page, button=_DIRECT[SPOTIFY], tick=tick)
    decision = "Cancel" if person.cancels else "Agree"
    page = await browser.press(consent, button=decision, fill={"Account": person.id})
    if person.reloads:
        back = next(each for each in page.came_by if "state" in each.query)
        page = await browser.open(back)
    fan.own_page = own_page_on(page)
    fan.follows = bool(tick and fan.own_page)
    return page


async def _be_reminded(fan: Fan, *, page: Page) -> None:
    person = fan.person
    if person.wants_follow and page.has_link("Follow "):
        # A plain link: it counts as a click, and the fan decides at the service.
        await fan.browser.follow(page, link="Follow ")
    button = _REMIND[fan.service]
    if page.has_button(button):
        await ask_to_be_reminded(fan, page=page, button=button)


def own_page_on(page: Page) -> str:
    """The link to the fan's own page, if this page has one."""
    for link in page.document.links:
        target = page.target(link)
        if target.host == page.address.host and target.path.startswith("/me/"):
            return str(target)
    return ""


def _offers_follow(page: Page) -> bool:
    document = page.document
    return any(document.name_of(each).startswith("Also follow") for each in document.fields)
