"""Reading one's mail, on the page of the mailbox."""

from yarl import URL

from simulator.crowd.browser import Browser, Page


async def open_letter(browser: Browser, *, mailbox: str, to: str, link: str) -> Page | None:
    """The latest letter to this address that has a link of this name; None before it came."""
    inbox = await browser.open(URL(mailbox).update_query(to=to))
    for mail in inbox.document.links:
        shown = await browser.open(inbox.target(mail))
        letter = await browser.follow(shown, link="The letter alone")
        if letter.has_link(link):
            return letter
    return None
