"""An artist's list, taken along and brought along: by a manager, a program, a command alike."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from click.testing import CliRunner
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from countin import clock
from countin.messaging.models import ListMembership
from countin.privacy.commands import export_fans
from countin.privacy.erasing import erase_fan
from countin.workspaces.models import AuditEntry
from tests.api.asking import Program
from tests.studio.conftest import Desk
from tests.studio.test_artist_pages import NEW_ARTIST

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
HERE = "/studio/w/default/artists/the-held-notes/list"
FILE = """email,confirmed_at
ada@example.org,2026-01-02T10:00:00Z
bob@example.org,2026-01-03T10:00:00Z
cleo@example.org,
=1+1@example.org,2026-01-03T10:00:00Z
"""
TOLD = {"words": "News from  us by e-mail.", "source": "Mailchimp", "language": "de"}


def give(desk: Desk, *, press: str, text: str = FILE):
    return desk.press(HERE, file=SimpleUploadedFile("l.csv", text.encode()), press=press, **TOLD)


def lines_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text)))


def test_a_list_comes_along_with_its_proof_and_goes_along_with_it(manager: Desk, asks: Program):
    manager.press(NEW_ARTIST, name="The Held Notes")

    looked = give(manager, press="look").content.decode()
    before = ListMembership.objects.count()
    put = [give(manager, press="put").status_code for _again in range(2)]

    file = b"".join(manager.look(f"{HERE}.csv").streaming_content).decode()
    command = CliRunner().invoke(export_fans, ["--artist", "@the-held-notes"]).stdout
    pages = list(asks.pages("/artists/the-held-notes/list", limit=1))
    assert "3 would be put on the list" in looked
    assert "nothing says when they agreed (lines 4)" in looked
    assert (before, put) == (0, [302, 302])
    assert file.splitlines() == command.splitlines()
    rows = lines_of(file)
    assert [row["email"] for row in rows][:2] == ["ada@example.org", "bob@example.org"]
    assert rows[2]["email"].startswith("'=")  # what a spreadsheet would run
    assert [row | {"email": ""} for row in rows] == [row | {"email": ""} for row in pages]
    assert rows[0]["words"] == "News from us by e-mail."
    assert (rows[0]["source"], rows[0]["words_language"]) == ("Mailchimp", "de")
    assert rows[0]["agreed_at"] == rows[0]["confirmed_at"] == "2026-01-02T10:00:00Z"
    logged = AuditEntry.objects.filter(what="list brought along").order_by("pk")
    assert list(logged.values_list("detail", flat=True)) == ["3", "0"]
    assert AuditEntry.objects.filter(what="list exported").count() == 1


def test_who_left_never_confirmed_or_was_erased_is_in_no_file(manager: Desk, asks: Program):
    manager.press(NEW_ARTIST, name="The Held Notes")
    give(manager, press="put", text=FILE.replace("=1+1", "dora"))
    now = clock.now()
    ada, bob, dora = ListMembership.objects.order_by("pk")
    ListMembership.objects.filter(pk=ada.pk).update(ended_at=now)
    ListMembership.objects.filter(pk=bob.pk).update(
        paused_until=now + timedelta(days=9), without="news"
    )
    assert dora.fan
    erase_fan(dora.fan, now=now)

    (row,) = lines_of(b"".join(manager.look(f"{HERE}.csv").streaming_content).decode())
    (told,) = asks.pages("/artists/the-held-notes/list")

    assert (row["email"], row["without"]) == ("bob@example.org", "news")
    assert row["paused_until"] != ""
    assert told == row


def test_a_list_is_nobodys_beyond_the_workspace_and_no_analysts(
    manager: Desk, analyst: Desk, stranger: Desk, asks: Program
):
    manager.press(NEW_ARTIST, name="The Held Notes")
    sender = Client(headers={"Authorization": asks.bearer})

    def send(**more: str):
        file = SimpleUploadedFile("l.csv", FILE.encode())
        return sender.post("/api/v1/lists/the-held-notes", {"file": file, **TOLD, **more})

    dry = sender.post(
        "/api/v1/lists/the-held-notes?dry_run=true",
        {"file": SimpleUploadedFile("l.csv", FILE.encode()), **TOLD},
    )
    none = [send(words="  "), give(manager, press="put", text="name\nAda\n")]
    many = give(manager, press="put", text="email\n" + "x@y.example\n" * 10_001)
    refused = {desk.look(path).status_code for desk in (analyst,) for path in (HERE, f"{HERE}.csv")}
    unseen = {stranger.look(path).status_code for path in (HERE, f"{HERE}.csv")}
    usage = CliRunner().invoke(export_fans, ["midnight", "--artist", "x"])

    assert (dry.json()["put_on"], dry.json()["dry_run"]) == (3, True)
    assert dry.json()["lines"] == [{"line": 4, "reason": "no_proof"}]
    assert [one.status_code for one in (*none, many)] == [422] * 3
    assert "more than 10,000 lines" in many.content.decode()
    assert (refused, unseen, usage.exit_code) == ({403}, {404}, 2)
    assert ListMembership.objects.count() == 0
