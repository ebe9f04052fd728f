"""The demo's mailbox takes mail and shows it."""

import json
import smtplib
import subprocess
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from urllib.request import urlopen

import pytest


@pytest.fixture
def mailbox() -> Iterator[dict]:
    command = [sys.executable, "-m", "simulator.mailbox"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        yield json.loads(process.stdout.readline())
        process.terminate()


def hand_in(mailbox: dict, *, to: str, subject: str) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "label@example.org", to, subject
    mail.set_content("Out now: http://127.0.0.1/l/abc")
    html = "<html><head></head><body><a href='/l/abc'>Open</a><img src='cid:art'></body></html>"
    mail.add_alternative(html, subtype="html")
    part = mail.get_body(("html",))
    assert part
    part.add_related(b"picture", maintype="image", subtype="png", cid="<art>")
    with smtplib.SMTP("127.0.0.1", mailbox["smtp_port"]) as server:
        server.send_message(mail)


def page(mailbox: dict, path: str) -> str:
    with urlopen(f"{mailbox['address']}{path}") as answer:
        return str(answer.read(), "utf-8")


def test_a_mail_is_listed_for_its_reader_alone(mailbox):
    hand_in(mailbox, to="ada@fans.example", subject="For <Ada>")
    hand_in(mailbox, to="bo@fans.example", subject="For Bo")

    everything, adas = page(mailbox, "/"), page(mailbox, "/?to=ADA@fans.example")

    assert "For Bo" in everything
    assert "For &lt;Ada&gt;" in everything
    assert "For &lt;Ada&gt;" in adas
    assert "For Bo" not in adas


def test_a_letter_is_shown_with_its_picture_and_its_links(mailbox):
    hand_in(mailbox, to="ada@fans.example", subject="Out now")

    letter = page(mailbox, "/mails/1/letter")

    assert "<a href='/l/abc'>Open</a>" in letter
    assert "<img src='/mails/1/pictures/art'>" in letter
    assert page(mailbox, "/mails/1/pictures/art") == "picture"
    assert "Out now: http://127.0.0.1/l/abc" in page(mailbox, "/mails/1")
