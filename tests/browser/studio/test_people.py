"""Who belongs to a label, at both sizes: somebody is invited, sees what their role may, goes again;
the log tells. An artist gets a sender, an address and somebody who answers for their fans."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.sizes import Size, both_sizes
from tests.browser.studio.conftest import Sit
from tests.browser.studio.organizer import Organizer

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]


@both_sizes
def test_an_analyst_sees_counts_and_no_fan_and_the_log_tells(
    size: Size, label: House, arrive: Arrive, sit: Sit
):
    email = f"mia-{size.name}@example.org"
    owner = sit(label, size)
    owner.follow("People")
    owner.fill("E-mail address", email)
    owner.page.get_by_label("Role", exact=True).select_option("analyst")
    owner.press("Invite")
    owner.press(f"Show a link for {email}")
    owner.look("studio-people")
    link = owner.page.get_by_label("Link of the invitation").input_value()
    mia = Organizer(arrive(label, **size.browser).open(link), size=size)
    mia.look("studio-join")
    mia.press("Accept")
    mia.follow("Choose how to come back")
    mia.look("studio-account")
    _expect_counts_alone(mia)
    _give_role(owner, email=email, role="manager")
    mia.page.reload()
    expect(mia.page.get_by_role("heading", name="Fans", exact=True)).to_be_visible()
    _give_role(owner, email=email, role="none")
    mia.go_to("/studio/")
    mia.reads_heading("You belong to no workspace")
    _read_log(owner, email=email)


def _expect_counts_alone(mia: Organizer) -> None:
    """As an analyst. Ends at the address of the fans, which is refused."""
    mia.follow("Campaigns")
    mia.look("studio-home")
    expect(mia.page.get_by_role("link", name="New campaign")).to_have_count(0)
    mia.go_to("/studio/c/midnight-windows/")
    mia.follow("Live")
    mia.reads("promised")
    expect(mia.page.get_by_role("link", name="Fans")).to_have_count(0)
    mia.go_to("/studio/c/midnight-windows/fans")
    mia.reads_heading("Not for this role")


def _give_role(owner: Organizer, *, email: str, role: str) -> None:
    owner.follow("People")
    owner.page.get_by_label(email, exact=True).select_option(role)
    owner.press(f"Keep the role of {email}")


def _read_log(owner: Organizer, *, email: str) -> None:
    owner.follow("Log")
    owner.reads(email)
    owner.look("studio-log")
    with owner.page.expect_download() as kept:
        owner.touch(owner.page.get_by_role("link", name="Download all as CSV"))
    lines = kept.value.path().read_text().splitlines()
    assert [line for line in lines if email in line and "person invited" in line] != []


@both_sizes
def test_an_artist_gets_a_sender_an_address_and_a_controller(
    size: Size, label: House, arrive: Arrive, sit: Sit
):
    name = f"Nora Vale {size.name}"
    owner = sit(label, size)
    owner.follow("Artists")
    owner.follow("New artist")
    owner.fill("Name", name)
    expect(owner.page.get_by_label("Address of the page")).to_have_value(f"nora-vale-{size.name}")
    owner.look("studio-new-artist")
    owner.press("Keep")
    owner.follow("Artists")
    owner.look("studio-artists")
    owner.follow(f"List and sender of {name}")
    owner.fill("Name of the person or company", "Vale Music Ltd")
    owner.press("Keep")
    owner.reads("Give name, contact and postal address")
    owner.fill("How fans reach them", "fans@vale.example")
    owner.fill("Postal address", "1 Quay Street, Lisbon")
    owner.fill("Sender of their mails", f"{name} <news@vale.example>")
    owner.press("Keep")
    owner.look("studio-artist")

    owner.reads("Vale Music Ltd stands at the foot of")
    fan = arrive(label, **size.browser).open(f"/@nora-vale-{size.name}")
    expect(fan.get_by_text("Vale Music Ltd").first).to_be_visible()
    owner.follow("Domain and pixels")
    owner.look("studio-ground")
