"""Web push by the letter of its standards, and the addresses that are never asked."""

import asyncio
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from countin.elsewhere.public_hosts import PublicHosts, is_public
from countin.messaging.web_push.browsers import (
    BadSubscription,
    BrowserKeys,
    read_browser_keys,
    recall_browser_keys,
)
from countin.messaging.web_push.encrypting import LARGEST_TEXT, encrypt
from countin.messaging.web_push.endpoints import BadEndpoint, host_of
from countin.messaging.web_push.posting import Message, Reply, post_all, read_status
from countin.messaging.web_push.texts import to_bytes, to_text
from countin.messaging.web_push.vapid import NoVapidKey, VapidKey
from simulator.push.browsers import Browser, make_browser
from simulator.push.receiving import PushService

# RFC 8291, appendix A.
PLAIN = b"When I grow up, I want to be a watermelon"
SENDER_KEY = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"
BROWSER_POINT = (
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
)
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
SALT = "DGv6ra1nlYgDCS1FRnbzlw"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS"
    "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qu"
    "lcy4a-fN"
)
PUBLIC = "https://push.example.com/abc"


@pytest.fixture
def browser() -> Browser:
    return make_browser("one", endpoint=PUBLIC)


def keys_of(browser: Browser) -> BrowserKeys:
    return BrowserKeys(browser.endpoint, browser.point, browser.auth)


def test_the_example_of_the_standard_comes_out_to_the_byte():
    number = int.from_bytes(to_bytes(SENDER_KEY))

    sealed = encrypt(
        PLAIN,
        browser=BrowserKeys(PUBLIC, to_bytes(BROWSER_POINT), to_bytes(AUTH)),
        one_time_key=ec.derive_private_key(number, ec.SECP256R1()),
        salt=to_bytes(SALT),
    )

    assert to_text(sealed) == MESSAGE


@pytest.mark.parametrize("length", [0, 1, 100, LARGEST_TEXT])
def test_the_browser_reads_what_was_sealed_for_it_within_4096_bytes(browser, length):
    text = b"x" * length

    sealed = encrypt(text, browser=keys_of(browser))

    assert browser.open(sealed) == text
    assert len(sealed) <= 4096


def test_two_messages_with_one_text_have_nothing_in_common(browser):
    first, second = (encrypt(PLAIN, browser=keys_of(browser)) for _ in range(2))

    assert first[:16] != second[:16]
    assert first[21:86] != second[21:86]


def test_what_a_browser_told_is_read_back_from_its_sealed_text(browser):
    told = read_browser_keys(browser.subscription(), lets_loopback=False)

    assert recall_browser_keys(told.as_text()) == told == keys_of(browser)


def test_neither_endpoint_nor_keys_show_in_a_repr(browser):
    shown = repr(keys_of(browser)) + repr(VapidKey.make())
    shown += repr(Message(1, endpoint=PUBLIC, body=b"body", authorization="vapid t=x"))

    assert [word for word in ("push.example", "body'", "vapid t", "raw") if word in shown] == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/abc",
        "https://push.example.com:8443/abc",
        "https://user:pw@push.example.com/abc",
        "https://127.0.0.1/abc",
        "https://localhost/abc",
        "https://10.0.0.8/abc",
        "https://192.168.1.1/abc",
        "https://172.16.0.1/abc",
        "https://169.254.169.254/latest/meta-data",
        "https://[::1]/abc",
        "https://[fd00::1]/abc",
        "https://[::ffff:10.0.0.1]/abc",
        "https://0.0.0.0/abc",
        "https://100.64.0.1/abc",
        "https://2130706433/abc",
        "https://0x7f000001/abc",
        "https://printer/abc",
        "https://nas.local/abc",
        "https://db.internal/abc",
        "https://push.example.com/a b",
        "https://[broken/abc",
        "file:///etc/passwd",
        "ftp://push.example.com/abc",
        "",
    ],
)
def test_no_address_of_a_private_network_is_taken_from_a_browser(browser, endpoint):
    told = {**browser.subscription(), "endpoint": endpoint}

    with pytest.raises(BadSubscription):
        read_browser_keys(told, lets_loopback=False)


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc",
        "https://updates.push.services.mozilla.com/wpush/v2/abc",
        "https://web.push.apple.com/abc",
        "https://wns2-par02p.notify.windows.com/w/?token=abc",
    ],
)
def test_the_push_services_of_browsers_are_taken(endpoint):
    assert host_of(endpoint, lets_loopback=False) in endpoint


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {"endpoint": PUBLIC},
        {"endpoint": PUBLIC, "keys": []},
        {"endpoint": PUBLIC, "keys": {"p256dh": BROWSER_POINT, "auth": "short"}},
        {"endpoint": PUBLIC, "keys": {"p256dh": "AAAA", "auth": AUTH}},
        {"endpoint": PUBLIC, "keys": {"p256dh": "ä", "auth": AUTH}},
        {"endpoint": 7, "keys": {"p256dh": BROWSER_POINT, "auth": AUTH}},
        {
            "endpoint": PUBLIC + "x" * 1000,
            "keys": {"p256dh": BROWSER_POINT, "auth": AUTH},
        },
    ],
)
def test_what_is_no_subscription_is_refused(told):
    with pytest.raises(BadSubscription):
        read_browser_keys(told, lets_loopback=False)


def test_a_name_that_leads_into_our_own_machine_is_not_asked():
    async def resolve() -> object:
        return await PublicHosts(lets_loopback=False).resolve("localhost", 443)

    with pytest.raises(OSError, match="not a public host"):
        asyncio.run(resolve())


def test_loopback_is_asked_only_where_the_installation_itself_is_on_loopback():
    with PushService() as service:
        stranger = service.subscribe()
        message = Message(7, endpoint=stranger.endpoint, body=b"x", authorization="")

        told = asyncio.run(post_all([message], lets_loopback=False))

    assert [(each.number, each.reply) for each in told] == [(7, Reply.GONE)]
    assert service.asked == 0


def test_no_redirect_is_followed():
    with PushService() as service:
        stranger = service.subscribe()
        service.answers = [(307, {"Location": f"{service.base_url}/inside"})]
        message = Message(7, endpoint=stranger.endpoint, body=b"x", authorization="")

        told = asyncio.run(post_all([message], lets_loopback=True))

    assert [each.reply for each in told] == [Reply.NEVER]
    assert service.strays == []


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [("30", 30), ("", 60), ("Wed, 21 Oct 2026 07:28:00 GMT", 60), ("999999999", 86_400)],
)
def test_a_busy_service_is_left_alone_as_long_as_it_asks(asked, seconds):
    assert read_status(429, asked=asked)[2] == timedelta(seconds=seconds)


def test_a_vapid_key_is_read_back_from_its_text():
    key = VapidKey.make()

    assert VapidKey.from_text(key.as_text() + "\n") == key


@pytest.mark.parametrize("text", ["", "short", "!" * 43, to_text(b"\0" * 32), to_text(b"x" * 33)])
def test_a_broken_vapid_key_is_refused_without_quoting_it(text):
    with pytest.raises(NoVapidKey) as refused:
        VapidKey.from_text(text)

    assert not text or text not in str(refused.value)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_public_numbers_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address", ["224.0.0.1", "fe80::1%eth0", "2002:0a00:0001::", "198.18.0.1", "64:ff9b::a00:1"]
)
def test_numbers_of_closed_networks_are_not_public(address):
    assert not is_public(address)


def test_an_endpoint_that_cannot_be_read_is_bad():
    with pytest.raises(BadEndpoint):
        host_of("https://push.example.com:99999/abc")
