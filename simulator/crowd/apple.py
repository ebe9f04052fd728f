"""What Apple's script and the page's own do in a browser, done by HTTP.

The one file that knows how `/SLUG/apple` is made: the element with `data-token`, `data-state`,
`data-return` and `data-app`, the address of MusicKit, and the JSON posted at the end.
"""

import json

from yarl import URL

from simulator.crowd.browser import NotFound, Page
from simulator.crowd.fans import Fan
from simulator.crowd.reading import Element


async def pre_add(fan: Fan, *, page: Page, button: str) -> Page:
    """Press the button, answer in Apple's window, hand the token over. The page after it."""
    asking = await fan.browser.press(page, button=button)
    told = _told_to_script(asking)
    answer = await _answer_in_window(fan, asking=asking, told=told)
    if answer.get("result") != "agreed":
        return asking
    sent = {"state": told.get("data-state"), "token": answer["musicUserToken"]}
    target = asking.address.join(URL(told.get("data-return")))
    status, said = await fan.browser.post_json(asking, target=target, data=sent)
    if status != 200:
        return asking
    return await fan.browser.open(asking.address.join(URL(said["next"])))


async def _answer_in_window(fan: Fan, *, asking: Page, told: Element) -> dict[str, str]:
    """MusicKit opens its window beside its own script, and hears the answer by postMessage."""
    query = {
        "app": told.get("data-app"),
        "origin": str(asking.address.origin()),
        "token": told.get("data-token"),
    }
    window = await fan.browser.open(_script_address(asking).join(URL("authorize")) % query)
    decision = "Cancel" if fan.person.cancels else "Agree"
    closing = await fan.browser.press(window, button=decision, fill={"Account": fan.person.id})
    answer = closing.document.by_id("answer")
    if answer is None:
        raise NotFound(f"Apple's window said nothing ({closing.status})")
    return dict(json.loads(answer.raw))


def _told_to_script(page: Page) -> Element:
    for element in page.document.root.walk():
        if element.has("data-token") and element.has("data-state"):
            return element
    raise NotFound(f"nothing for Apple's script on {page.address.path} ({page.status})")


def _script_address(page: Page) -> URL:
    for element in page.document.root.walk():
        if element.tag == "script" and "musickit" in element.get("src"):
            return page.address.join(URL(element.get("src")))
    raise NotFound(f"MusicKit is not loaded on {page.address.path}")
