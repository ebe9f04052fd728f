"""`/me/TOKEN`: what is held, and every button that ends it."""

import json
from datetime import timedelta
from typing import Any

import pytest

from countin import clock
from countin.fans.models import Connection, Fan, Grant
from countin.messaging.models import Reminder
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State
from tests.pages.door import SLUG, Browser, buttons_of, page_of


@pytest.fixture
def promised(door, browser: Browser) -> Browser:
    """A browser whose fan promised, and asked to follow."""
    browser.connect("ada", follow="yes")
    return browser


def withdraw(browser: Browser, **what: Any) -> str:
    """Press Withdraw; gives the text of the page after it."""
    fields: dict[str, Any] = {name: str(row.pk) for name, row in what.items()}
    answer = browser.press(f"{browser.own_page()}/withdraw", **fields)
    assert answer.status_code == 303
    return page_of(browser.client.get(answer["Location"]))


def test_everything_held_is_told_in_words_with_a_button_each(promised):
    answer = promised.look(promised.own_page())

    text = page_of(answer)
    assert "Midnight Windows by The Held Notes, on Spotify" in text
    assert "It will be saved to your Spotify library on" in text
    assert "Your permission is kept sealed until it is used" in text
    assert "is saved to your Spotify library when it comes out" in text
    assert [name for name in buttons_of(answer) if name != "Share"] == [
        "Withdraw",
        "Withdraw",
        "Agree to this",
        "Disconnect Spotify",
        "New address for this page",
        "Not you? Start fresh in this browser",
        "Erase everything",
    ]


def test_nobody_else_may_keep_index_or_learn_the_page(promised):
    answer = promised.look(promised.own_page())

    assert answer["Cache-Control"] == "no-store"
    assert "noindex" in answer["X-Robots-Tag"]
    assert answer["Referrer-Policy"] == "strict-origin"


def test_opening_links_on_the_page_changes_nothing(promised):
    for path in ("withdraw", "disconnect", "erase"):
        answer = promised.look(f"{promised.own_page()}/{path}")
        assert answer.status_code == 405

    assert PreSave.objects.get().state == "promised"


def test_withdrawing_ends_promise_and_follow_and_shreds_the_permission(promised):
    text = withdraw(promised, promise=PreSave.objects.get())

    assert "Withdrawn. Nothing will be saved for this promise." in text
    assert PreSave.objects.get().state == "withdrawn"
    assert FollowAsk.objects.get().state == "withdrawn"
    assert Grant.objects.live().count() == 0


def test_the_follow_can_be_withdrawn_alone(promised):
    text = withdraw(promised, follow=FollowAsk.objects.get())

    assert "You took back that you want to follow The Held Notes." in text
    assert PreSave.objects.get().state == "promised"


def test_a_withdrawal_during_the_save_is_told_the_truth(promised):
    Grant.objects.update(claimed_until=clock.now() + timedelta(minutes=1))

    text = withdraw(promised, promise=PreSave.objects.get())

    assert "You were a moment late" in text
    assert "It is being saved at this moment" in text


def test_a_withdrawal_after_the_save_is_told_the_truth(promised):
    presave = PreSave.objects.get()
    move_presaves([presave.pk], to=State.SAVED, reason=Reason.NONE, now=clock.now())

    text = withdraw(promised, promise=presave)

    assert "It was saved already" in text
    assert "Saved to your Spotify library on" in text


def test_a_reminder_can_be_withdrawn(promised):
    promised.press(f"/{SLUG}/remind/apple_music", campaign=SLUG)

    text = withdraw(promised, reminder=Reminder.objects.get())

    assert "No e-mail will come" in text
    assert Reminder.objects.get().withdrawn_at is not None


def test_nobody_withdraws_what_is_anothers(promised, door):
    other = Browser()
    door.sim.add_fan("bob", country="US")
    other.connect("bob")

    text = withdraw(other, promise=PreSave.objects.order_by("pk").first())

    assert "There was nothing left to withdraw." in text
    assert PreSave.objects.filter(state="promised").count() == 2


@pytest.mark.parametrize("pk", ["", "0", "-1", "x", "9" * 40, "٣"])
def test_a_number_that_is_none_withdraws_nothing(promised, pk):
    answer = promised.press(f"{promised.own_page()}/withdraw", promise=pk)

    assert answer["Location"].endswith("?told=not_open")
    assert PreSave.objects.get().state == "promised"


def test_a_promise_that_needs_the_fan_can_be_renewed_there(promised):
    move_presaves(
        [PreSave.objects.get().pk],
        to=State.NEEDS_FAN,
        reason=Reason.GRANT_DEAD,
        now=clock.now(),
    )

    answer = promised.look(promised.own_page())

    assert "Your permission at Spotify has ended." in page_of(answer)
    assert buttons_of(answer)[:2] == ["Pre-save on Spotify", "Withdraw"]


def test_without_a_subscription_the_reminder_is_one_tap_away(promised):
    move_presaves(
        [PreSave.objects.get().pk],
        to=State.FAILED,
        reason=Reason.NO_SUBSCRIPTION,
        now=clock.now(),
    )

    pages = [promised.look(path) for path in (promised.own_page(), f"/{SLUG}/thanks")]

    for page in pages:
        assert "needs a subscription" in page_of(page)
        assert buttons_of(page)[0] == "Remind me for Spotify"


def test_disconnecting_deletes_the_permission(promised):
    connection = Connection.objects.get()

    answer = promised.press(f"{promised.own_page()}/disconnect", connection=str(connection.pk))

    assert "Disconnected." in page_of(promised.client.get(answer["Location"]))
    assert Grant.objects.live().count() == 0
    assert PreSave.objects.get().state == "withdrawn"


def test_erasing_leaves_nobody(promised):
    page = promised.own_page()

    answer = promised.press(f"{page}/erase")

    assert "Erased" in page_of(answer)
    assert (Fan.objects.count(), Connection.objects.count()) == (0, 0)
    assert promised.look(page).status_code == 404
    assert promised.client.cookies["countin_fan"].value == ""


def test_the_download_holds_the_promise(promised):
    answer = promised.look(f"{promised.own_page()}/everything.json")

    assert "attachment" in answer["Content-Disposition"]
    assert "Midnight Windows" in json.dumps(json.loads(answer.content))


def test_a_message_comes_from_our_own_list_only(promised):
    answer = promised.look(promised.own_page(), told="<b>evil</b>")

    assert "evil" not in page_of(answer)


@pytest.mark.parametrize("path", ["", "/everything.json"])
def test_a_key_that_nobody_has_opens_nothing(door, browser, path):
    answer = browser.look(f"/me/{'x' * 43}{path}")

    assert answer.status_code == 404
    assert "This key opens no page." in page_of(answer)
