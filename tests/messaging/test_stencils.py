"""One mail made once and filled for each reader is what making it for each would have given."""

import email
import email.policy
from dataclasses import replace

import pytest

from countin.messaging.announcing.framing import OWN_PAGE_KEY, UNSUBSCRIBE_KEY
from countin.messaging.announcing.stencils import MESSAGE_ID, READER, Stencil, spell_address
from countin.messaging.letters import Letter, make_message

PLACES = f"https://presave.example/unsubscribe/{UNSUBSCRIBE_KEY}/preferences"
LETTER = Letter(
    subject="明日、新しい曲",
    text=f"Hello\n\nhttps://presave.example/me/{OWN_PAGE_KEY}\n\n{PLACES}\n",
    html=f'<p>Hello</p><a href="https://presave.example/me/{OWN_PAGE_KEY}">x</a>{PLACES}',
    unsubscribe_address=PLACES,
    picture=b"\xff\xd8 no real picture " * 40,
    sender_name="夜の手紙",
)
# 998 octets a line are allowed: from here on Django writes quoted-printable.
LONG = replace(
    LETTER,
    text="あ" * 400 + LETTER.text + "い" * 23 + LETTER.text,
    html="<p>" + "".join("あ" * n + LETTER.html for n in range(30)) + "</p>",
)
KEY, PAGE = "1a-2b-3c4d5e6f-Signature_of_the-key", "p" * 43
ID = "<announcement.7@presave.example>"


def message_of(letter: Letter, *, to: str, message_id: str):
    message = make_message(letter, to=to, sender="presave@presave.example", sender_name="Us")
    message.extra_headers["Message-ID"] = message_id
    return message


@pytest.mark.parametrize("letter", [LETTER, LONG], ids=["short lines", "long lines"])
def test_a_filled_stencil_reads_as_a_mail_of_its_own(letter):
    stencil = Stencil(message_of(letter, to=READER, message_id=MESSAGE_ID))
    own = replace(
        letter,
        text=letter.text.replace(UNSUBSCRIBE_KEY, KEY).replace(OWN_PAGE_KEY, PAGE),
        html=letter.html.replace(UNSUBSCRIBE_KEY, KEY).replace(OWN_PAGE_KEY, PAGE),
        unsubscribe_address=letter.unsubscribe_address.replace(UNSUBSCRIBE_KEY, KEY),
    )

    wire = stencil.fill(
        {READER: "ada@example.org", MESSAGE_ID: ID, UNSUBSCRIBE_KEY: KEY, OWN_PAGE_KEY: PAGE}
    )

    expected = message_of(own, to="ada@example.org", message_id=ID).message().as_bytes()
    assert read(wire) == read(expected)
    assert max(len(line) for line in wire.split(b"\r\n")) <= 998
    quoted = wire.partition(b"quoted-printable")[2] if letter is LONG else b""
    assert all(len(line) <= 76 for line in quoted.partition(b"--=")[0].split(b"\r\n"))


def read(wire: bytes) -> list[object]:
    message = email.message_from_bytes(wire, policy=email.policy.default)
    headers = [
        (name, " ".join(str(value).split()))
        for name, value in message.items()
        if name not in ("Date", "Content-Type")
    ]
    parts = [
        (part.get_content_type(), part.get_content())
        for part in message.walk()
        if not part.is_multipart()
    ]
    return [headers, [(kind, spell(content)) for kind, content in parts]]


def spell(content: object) -> object:
    return content.replace("\r\n", "\n") if isinstance(content, str) else content


@pytest.mark.parametrize(
    ("address", "spelled"),
    [
        ("ada+list@example.org", "ada+list@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ('"a b"@example.org', '"a b"@example.org'),
    ],
)
def test_an_address_is_spelled_as_the_wire_wants_it(address, spelled):
    assert spell_address(address) == spelled


def test_a_sender_and_a_subject_can_forge_no_header():
    two_lines = replace(LETTER, subject="Hi\nBcc: eve@x.example", sender_name="")
    forged = replace(LETTER, sender_name="N\r\nBcc: eve@x.example")

    with pytest.raises(ValueError, match="newline"):
        message_of(two_lines, to="a@x.example", message_id=ID).message()
    sent = message_of(forged, to="a@x.example", message_id=ID).message()

    assert (sent["Bcc"], sent["From"]) == (None, '"N Bcc: eve@x.example" <presave@presave.example>')


def test_an_address_of_two_lines_is_refused():
    with pytest.raises(ValueError, match="address"):
        spell_address("ada@example.org\r\nBcc: all@example.org")
