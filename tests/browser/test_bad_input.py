"""What nobody sends by accident: each gets a clear page of our own, and nothing is lost."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Arrive
from tests.browser.house import House
from tests.browser.pressing import PRE_SAVE, answer, expect_promise, press
from tests.browser.wire import send

pytestmark = [pytest.mark.database, pytest.mark.once, pytest.mark.timeout(300)]
PRESS = urlencode({"campaign": "midnight-windows"}).encode()
PAGE = "/midnight-windows"


def test_a_forged_state_belongs_to_no_campaign(label: House, arrive: Arrive):
    page = arrive(label).open("/connect/spotify/return?code=stolen&state=forged")

    expect(page.get_by_role("heading", name="This answer has no question")).to_be_visible()
    expect(page.get_by_text("Open the release's page again")).to_be_visible()


def return_address(page: Page, *, fan: str) -> str:
    """Agree at Spotify; where it sends the browser, which has been there then."""
    with page.expect_request(lambda request: "/connect/spotify/return?" in request.url) as sent:
        answer(page, fan=fan)
    return sent.value.url


def test_a_code_is_good_once_even_under_a_new_state(label: House, arrive: Arrive):
    label.sim.add_fan("nora", country="DE")
    victim, thief = arrive(label).open(label.page), arrive(label).open(label.page)
    press(victim, PRE_SAVE)
    used = parse_qs(urlsplit(return_address(victim, fan="nora")).query)
    expect_promise(victim, service="Spotify")
    press(thief, PRE_SAVE)
    state = parse_qs(urlsplit(thief.url).query)["state"][0]

    forged = urlencode({"code": used["code"][0], "state": state})
    thief.goto(f"{label.base_url}/connect/spotify/return?{forged}")

    expect(thief.get_by_role("heading", name="Spotify did not confirm it")).to_be_visible()
    expect(thief.get_by_role("button", name=PRE_SAVE)).to_be_visible()
    victim.get_by_role("link", name="Your own page").click()
    expect(victim.get_by_role("button", name="Withdraw", exact=True)).to_be_visible()


@pytest.mark.parametrize(
    ("origin", "site"),
    [
        ("https://elsewhere.example", "same-origin"),
        ("null", "same-origin"),
        ("", "same-origin"),
        (None, "cross-site"),
        (None, "same-site"),
    ],
)
@pytest.mark.parametrize(
    "target", ["/connect/spotify", "/connect/apple_music/return", f"{PAGE}/remind/spotify"]
)
def test_only_our_own_pages_change_anything(
    label: House, target: str, origin: str | None, site: str
):
    heard = send(label, "POST", target, origin=origin, headers={"Sec-Fetch-Site": site}, body=PRESS)

    assert (heard.status, heard.title) == (403, "Not from here")
    assert heard.next_step.startswith("Open the release's page by its own link")


def test_a_header_of_64_kb_harms_nobody(label: House):
    assert send(label, "GET", PAGE, headers={"X-Large": "a" * 65536}).status == 200
    assert send(label, "GET", PAGE, headers={"Cookie": "countin_fan=" + "a" * 60000}).status == 200
    assert send(label, "GET", PAGE, headers={"X-Large": "a" * 1_000_000}).status == 431


@pytest.mark.parametrize("agent", ["", "a" * 60000, "\xff\xfe\xfd" * 9000, "<script>alert(1)"])
def test_an_absurd_user_agent_sees_the_page(label: House, agent: str):
    heard = send(label, "GET", PAGE, headers={"User-Agent": agent, "Referer": agent})

    assert (heard.status, heard.title) == (200, "Midnight Windows")


@pytest.mark.parametrize(
    "target", ["/connect/spotify", "/connect/apple_music/return", f"{PAGE}/remind/spotify"]
)
def test_a_body_of_10_mb_is_refused_before_it_is_read(label: House, target: str):
    heard = send(label, "POST", target, body=b"a" * 10_000_000)

    assert (heard.status, heard.title) == (413, "Too much at once")
    assert heard.next_step == "Load the page anew, and try once more."


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/x-www-form-urlencoded", b"a=1&" * 1000),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data\r\n"),
    ],
)
def test_a_form_that_is_none_is_refused(label: House, kind: str, body: bytes):
    heard = send(label, "POST", "/connect/spotify", headers={"Content-Type": kind}, body=body)

    assert heard.status in (400, 404)
    assert heard.next_step


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b'{"state": 7}', b"\xff\xfe", b"[" * 9000])
def test_a_token_that_is_none_is_refused_in_json(label: House, body: bytes):
    kind = {"Content-Type": "application/json"}
    heard = send(label, "POST", "/connect/apple_music/return", headers=kind, body=body)

    assert heard.status == 400
    assert '"title"' in heard.page


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "POST"])
def test_another_method_gets_a_page_with_the_next_step(label: House, method: str):
    heard = send(label, method, PAGE)

    assert (heard.status, heard.title) == (405, "Only by its button")
    assert heard.next_step.startswith("Open the release's page by its own link")
    assert "allow: GET, HEAD" in heard.head


@pytest.mark.parametrize("target", ["/connect/spotify", f"{PAGE}/remind/spotify"])
def test_the_address_of_a_form_is_a_page_when_it_is_opened(label: House, target: str):
    heard = send(label, "GET", target)

    assert (heard.status, heard.title) == (405, "Only by its button")


@pytest.mark.parametrize(
    "query",
    ["via=" + "a" * 5000, "via=%00", "via=%ff", "guest=" + "b" * 5000, "guest=%00%ff", "&&=&"],
)
def test_what_is_no_channel_counts_as_none(label: House, query: str):
    heard = send(label, "GET", f"{PAGE}?{query}")

    assert (heard.status, heard.title) == (200, "Midnight Windows")
    assert "aaaa" not in heard.page
    assert "bbbb" not in heard.page


@pytest.mark.parametrize(
    "target",
    [
        f"{PAGE}/../../etc/passwd",
        "/static/../../../etc/passwd",
        "/media/artwork/..%2f..%2fkeys%2fsecret_key",
        "/media/../keys/secret_key",
        "//elsewhere.example/",
        "/%00",
        "/MIDNIGHT-WINDOWS",
        "/.env",
        "/me/" + "a" * 43,
        "/me/" + "a" * 5000,
        "/confirm/" + "a" * 43,
        "/unsubscribe/" + "a" * 43,
        "/l/aaaaaaa",
        "/" + "a" * 60000,
    ],
)
def test_a_path_that_leads_nowhere_says_so(label: House, target: str):
    heard = send(label, "GET", target)

    assert heard.status == 404
    assert heard.title
    assert heard.next_step


@pytest.mark.parametrize("target", [f"{PAGE}/", "/privacy/", f"/{PAGE}/", "/elsewhere.example//"])
def test_no_redirect_leads_to_another_host(label: House, target: str):
    heard = send(label, "GET", target)

    leads = [line for line in heard.head.splitlines() if line.lower().startswith("location:")]
    assert [line for line in leads if "//" in line] == []
    assert heard.status in (301, 404)


def test_the_installation_has_seen_no_error_of_its_own(label: House):
    send(label, "GET", "/%00")

    assert "Internal Server Error" not in label.log
    assert send(label, "GET", "/healthz").status == 200
