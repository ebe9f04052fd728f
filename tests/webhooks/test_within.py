"""Nothing in our own network is told anything."""

from countin.providers.asking import ask_many
from countin.webhooks.posting import Message, post


def test_nothing_within_is_told_however_its_address_is_written(listener):
    """Also one that came to stand in the row another way, or that leads elsewhere by now."""
    port = listener.base_url.rpartition(":")[2]
    urls = (
        *(f"{listener.base_url}/hook", f"http://localhost:{port}/hook", "https://[::1]/"),
        *("https://169.254.169.254/latest/meta-data", "https://[::ffff:127.0.0.1]/"),
        *("https://2130706433/", "https://0x7f.0x1/", "https://127.1/", "https://0.0.0.0/"),
    )
    messages = [Message(at, url=url, body=b"{}", headers={}) for at, url in enumerate(urls)]

    posts = (post(message, lets_loopback=False) for message in messages)
    answers = [answer for batch in ask_many(posts) for answer in batch]

    assert [answer.status for answer in answers] == [0] * len(urls)
    assert {answer.because for answer in answers} <= {
        "not a public host",
        "it was not reached (ClientConnectorDNSError)",
    }
    assert listener.heard == []
