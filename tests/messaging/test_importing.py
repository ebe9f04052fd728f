"""`countin fans import`: a list from elsewhere, with its proof; nobody against their will."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from click.testing import CliRunner, Result

from countin.campaigns.models import Artist
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.importing.commands import import_fans
from countin.messaging.lists import ask_list, leave_list
from countin.messaging.models import ListMembership, Mail
from countin.privacy.erasing import erase_fan

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
WORDS = "News from The Held Notes by e-mail."
MAILCHIMP = """\
Email Address,First Name,OPTIN_TIME,CONFIRM_TIME,LEID
ada@example.org,Ada,2026-03-01 10:00:00,2026-03-01 10:05:00,1
Grace@Example.org,Grace,2026-03-02 10:00:00,2026-03-02 11:00:00,2
"""


@pytest.fixture
def artist(campaign: Any) -> Artist:
    found: Artist = campaign.release.artist
    return found


def run(artist: Artist, path: Path, *words: str) -> Result:
    given = ["--artist", artist.handle, "--words", WORDS, "--source", "Mailchimp, November 2026"]
    with time_machine.travel(NOW, tick=False):
        return CliRunner().invoke(import_fans, [str(path), *given, *words], prog_name="import")


def bring(artist: Artist, tmp_path: Path, text: str, *words: str) -> Any:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    result = run(artist, path, "--json", *words)
    assert (result.exit_code, result.stderr) == (0, "")
    return json.loads(result.stdout)


def reasons(found: Any) -> dict[int, str]:
    return {row["line"]: row["reason"] for row in found["lines"]}


def test_who_confirmed_elsewhere_is_on_the_list_with_the_proof(artist, tmp_path):
    found = bring(artist, tmp_path, MAILCHIMP)

    ada = ListMembership.objects.confirmed().get(email__address="ada@example.org")
    assert (found["put_on"], found["left_out"]) == (2, {})
    assert ada.asked_at == datetime(2026, 3, 1, 10, tzinfo=UTC)
    assert ada.confirmed_at == datetime(2026, 3, 1, 10, 5, tzinfo=UTC)
    assert ada.source == "Mailchimp, November 2026"
    assert ada.consent is not None
    assert (ada.consent.words, ada.consent.words_version) == (WORDS, "import")
    assert ada.consent.given_at == ada.asked_at
    assert EmailAddress.objects.filter(address="Grace@example.org").exists()
    assert Mail.objects.count() == 0


def test_the_same_file_twice_changes_nothing(artist, tmp_path):
    bring(artist, tmp_path, MAILCHIMP)
    before = (Fan.objects.count(), Consent.objects.count(), ListMembership.objects.count())

    again = bring(artist, tmp_path, MAILCHIMP)

    assert (again["put_on"], again["left_out"]) == (0, {"on_list": 2})
    assert (Fan.objects.count(), Consent.objects.count(), ListMembership.objects.count()) == before


def test_every_line_that_is_left_out_has_its_reason(artist, tmp_path):
    found = bring(
        artist,
        tmp_path,
        "email,agreed_at,confirmed_at\n"
        "ada@example.org,2026-03-01,2026-03-02\n"
        "ADA+news@example.org,2026-03-01,2026-03-02\n"
        "not an address,2026-03-01,2026-03-02\n"
        "box@mailinator.com,2026-03-01,2026-03-02\n"
        "only@example.org,2026-03-01,\n"
        "none@example.org,,\n"
        "later@example.org,2026-03-01,2027-03-02\n"
        "words@example.org,yes,yes\n"
        "\n"
        "short@example.org\n",
    )

    assert found["put_on"] == 1
    assert reasons(found) == {
        3: "duplicate",
        4: "bad_address",
        5: "throwaway",
        6: "unconfirmed",
        7: "no_proof",
        8: "unconfirmed",
        9: "no_proof",
        11: "no_proof",
    }


def test_who_left_the_list_is_not_put_back_by_a_file(artist, tmp_path):
    bring(artist, tmp_path, MAILCHIMP)
    leave_list(ListMembership.objects.get(email__address="ada@example.org"), now=NOW)

    again = bring(artist, tmp_path, MAILCHIMP)

    assert reasons(again) == {2: "has_left", 3: "on_list"}
    assert not EmailAddress.objects.filter(address="ada@example.org").exists()


def test_whoever_left_comes_back_by_asking_themselves(artist, tmp_path):
    bring(artist, tmp_path, MAILCHIMP)
    membership = ListMembership.objects.get(email__address="ada@example.org")
    leave_list(membership, now=NOW)
    assert membership.left_mark != ""
    assert membership.fan is not None

    back = ask_list(
        artist,
        fan=membership.fan,
        address="ada@example.org",
        words=WORDS,
        version="2",
        language="en",
        now=NOW,
    )

    assert (back.pk, back.left_mark, back.source) == (membership.pk, "", "")
    assert back.confirmed_at is None


def test_leaving_one_artist_says_nothing_about_another(artist, tmp_path):
    bring(artist, tmp_path, MAILCHIMP)
    leave_list(ListMembership.objects.get(email__address="ada@example.org"), now=NOW)
    other = Artist.objects.create(workspace=artist.workspace, name="Other", handle="other")

    assert bring(other, tmp_path, MAILCHIMP)["put_on"] == 2


def test_of_whoever_is_erased_nothing_is_kept(artist, tmp_path):
    bring(artist, tmp_path, MAILCHIMP)
    membership = ListMembership.objects.get(email__address="ada@example.org")
    assert membership.fan is not None

    erase_fan(membership.fan, now=NOW)

    kept = ListMembership.objects.filter(fan=None, email=None, left_mark="")
    assert [row.pk for row in kept] == [membership.pk]


def test_a_dry_run_says_the_same_and_writes_nothing(artist, tmp_path):
    dry = bring(artist, tmp_path, MAILCHIMP, "--dry-run")

    assert (dry["put_on"], dry["dry_run"], ListMembership.objects.count()) == (2, True, 0)


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
def test_columns_may_have_other_names_and_be_parted_otherwise(artist, tmp_path, parted_by):
    rows = [("\ufeffAdresse", "x"), ("ada@example.org", "2026-03-01T10:00:00+02:00")]
    text = "".join(parted_by.join(row) + "\n" for row in rows)

    found = bring(artist, tmp_path, text, "--email-column", "adresse", "--confirmed-column", "X")

    assert found["put_on"] == 1
    assert ListMembership.objects.get().confirmed_at == datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_more_than_one_batch_is_written_whole(artist, tmp_path):
    rows = "".join(f"fan{number}@example.org,2026-03-01\n" for number in range(1203))

    found = bring(artist, tmp_path, "email,confirmed_at\n" + rows)

    assert found["put_on"] == ListMembership.objects.confirmed().count() == 1203


def test_people_are_told_lines_and_never_addresses(artist, tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("email,confirmed_at\nada@example.org,\n")

    result = run(artist, path)

    assert "0 were put on the list of The Held Notes." in result.stdout
    assert "1 left out: nothing says when they agreed. Lines 2" in result.stdout
    assert "ada@" not in result.stdout + result.stderr


@pytest.mark.parametrize(
    ("content", "mend"),
    [
        (b"name,phone\nAda,1\n", "--email-column HEADING"),
        (b"", "--email-column HEADING"),
        (b"email\n\xff\xfe\x00", "no CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_list_is_refused(artist, tmp_path, content, mend):
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    result = run(artist, path)

    assert (result.exit_code, result.stdout) == (1, "")
    assert mend in result.stderr


def test_a_file_that_is_not_there_is_said(artist, tmp_path):
    result = run(artist, tmp_path / "nothing.csv")

    assert result.exit_code == 1
    assert "can't be read" in result.stderr
