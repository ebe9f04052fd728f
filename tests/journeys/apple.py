"""A fan at Apple Music: what Apple's script does in a browser, done over HTTP."""

import json

from yarl import URL

from tests.journeys.stage import SLUG, Stage


def pre_add(stage: Stage, fan: str) -> None:
    """Press, agree in Apple's window, hand the token over. The fan ends up with a promise."""
    phone = stage.phone(fan)
    landing = phone.open(f"{stage.product.base_url}/{SLUG}")
    asking = phone.press(landing, "Pre-add on Apple Music")
    told = asking.element_with("data-token")
    window = phone.open(
        URL(f"{stage.sim.base_url}/apple/authorize").with_query(
            app="Count-In", origin=stage.product.base_url, token=told.get("data-token")
        )
    )
    agreed = phone.press(window, "Agree", fill={"Account": fan})
    answer = agreed.document.by_id("answer")
    assert answer is not None, agreed.words
    sent = {"state": told.get("data-state"), "token": json.loads(answer.raw)["musicUserToken"]}
    target = asking.address.join(URL(told.get("data-return")))
    status, said = phone.post_json(asking, target, data=sent)
    assert status == 200, said
    thanks = phone.open(asking.address.join(URL(said["next"])))
    stage.own_pages[fan] = str(thanks.link("Your own page"))
