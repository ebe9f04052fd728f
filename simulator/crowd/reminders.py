"""Being reminded: asked for on the page, confirmed from the mail, opened from the mail."""

from simulator.crowd.browser import Browser, NotFound, Page
from simulator.crowd.fans import Ended, Fan
from simulator.crowd.mails import open_letter


async def ask_to_be_reminded(fan: Fan, *, page: Page, button: str) -> None:
    """By calendar, or by an e-mail whose address is then to be confirmed."""
    page = await fan.browser.press(page, button=button)
    if fan.person.by_calendar:
        calendar = await fan.browser.follow(page, link="Add to calendar")
        if not calendar.text.startswith("BEGIN:VCALENDAR"):
            raise NotFound(f"no calendar entry ({calendar.status})")
    else:
        asked = {"E-mail address": fan.person.address}
        page = await fan.browser.press(page, button="Remind me by e-mail", fill=asked)
        fan.by_mail = page.status == 200
    fan.ended = Ended.REMINDED


async def confirm_by_mail(fan: Fan, *, mailbox: str) -> None:
    """The link in the mail opens a page; only its button confirms."""
    link = "Yes, remind me"
    letter = await open_letter(fan.browser, mailbox=mailbox, to=fan.person.address, link=link)
    if letter is None:
        raise NotFound(f"no mail to confirm for {fan.person.id}")
    page = await fan.browser.follow(letter, link=link)
    page = await fan.browser.press(page, button=link)
    fan.has_confirmed = page.status == 200


async def open_by_mail(fan: Fan, *, mailbox: str) -> None:
    """One tap in the mail of release day. Who got none is not at fault."""
    browser: Browser = fan.browser
    letter = await open_letter(browser, mailbox=mailbox, to=fan.person.address, link="Open in ")
    if letter is not None:
        await browser.follow(letter, link="Open in ")
        fan.has_opened = True
