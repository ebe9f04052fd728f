import json

from countin.messaging.reminding import withdraw_reminder
from countin.privacy.campaign_fans import FAN_COLUMNS, fan_rows
from countin.privacy.erasing import erase_fan
from countin.privacy.exporting import everything_about
from countin.visits.models import Visit
from tests.privacy.conftest import ADDRESS, NOW, SECRET, WORDS, hold_fan, stand


def test_a_fan_sees_every_kind_of_row_held_about_them(ada):
    stand(ada)
    told = everything_about(ada.fan)

    assert {heading: len(rows) for heading, rows in told.items()} == {
        "About you": 1,
        "Your e-mail address": 1,
        "Your accounts at services": 1,
        "What you allowed there": 1,
        "What was promised to you": 1,
        "What happened to it": 2,
        "The visits it began with": 1,
        "Artists to follow": 1,
        "Every coming release": 1,
        "Your reminders": 1,
        "Your e-mail lists": 0,
        "What went to you as a member": 0,
        "Artists whose news come to your browser": 0,
        "Browsers we may notify": 0,
        "Where your account goes first": 0,
        "Your links to share": 0,
        "What you agreed to": 3,
    }


def test_the_export_is_plain_text_that_json_can_carry(ada):
    told = everything_about(ada.fan)

    assert json.loads(json.dumps(told)) == told
    assert told["About you"][0]["Time zone of your browser"] == "Europe/Berlin"
    assert told["Your e-mail address"][0]["Address"] == ADDRESS
    assert told["What you agreed to"][0]["Words"] == WORDS


def test_a_fan_sees_what_is_kept_of_the_visit_and_not_the_hash_of_the_network(ada):
    Visit.objects.update(
        referrer_host="news.example",
        browser="Firefox",
        country="DE",
        left_app="instagram",
        ip_prefix="ab" * 16,
    )

    told = everything_about(ada.fan)

    (row,) = told["The visits it began with"]
    assert (row["From the site"], row["Browser"], row["App"], row["Country"]) == (
        "news.example",
        "Firefox",
        "Instagram",
        "DE",
    )
    assert row["When"].endswith("Z")
    assert "abab" not in json.dumps(told)


def test_the_export_shows_no_secret(ada):
    text = json.dumps(everything_about(ada.fan))

    assert SECRET not in text
    assert ada.token not in text


def test_nothing_of_another_fan_is_shown(campaign, ada):
    told = everything_about(ada.fan)
    hold_fan(campaign, account="grace")

    assert everything_about(ada.fan) == told


def test_the_organizers_export_has_the_words_agreed_to(campaign, ada):
    presave, reminder = fan_rows(campaign)

    assert tuple(presave) == FAN_COLUMNS
    assert (presave["kind"], presave["state"], presave["follow"]) == (
        "presave",
        "promised",
        "waiting",
    )
    assert (presave["words"], presave["agreed_at"]) == (WORDS, "2026-11-02T12:00:00Z")
    assert (reminder["kind"], reminder["email"]) == ("reminder", ADDRESS)


def test_a_withdrawn_reminder_exports_no_address(campaign, ada):
    withdraw_reminder(ada.reminder, now=NOW)

    _presave, reminder = fan_rows(campaign)

    assert (reminder["state"], reminder["email"]) == ("withdrawn", "")


def test_an_erased_fan_is_a_row_without_anybody(campaign, ada):
    erase_fan(ada.fan, now=NOW)

    rows = list(fan_rows(campaign))

    assert [row["email"] for row in rows] == ["", ""]
    assert rows[0]["state"] == "withdrawn"
