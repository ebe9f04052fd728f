"""The files of common tools: whose address, what is proof, who is not to be brought along. Pure."""

import csv
from datetime import UTC, datetime

import pytest

from countin.messaging.importing.judging import judge_line
from countin.messaging.importing.reading import read_list, read_rows

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)

# As these tools write them, with the line of somebody who never left: what of it is read.
EXPORTS = {
    "Mailchimp": (
        "Email Address,First Name,MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LEID\n"
        "a@example.org,Ada,2,2026-03-01 10:00:00,,2026-03-01 10:05:00,,7",
        ("2026-03-01T10:00:00", "2026-03-01T10:05:00"),
    ),
    "Bandcamp": (
        "email,fullname,date added,country,postal code,num purchases\n"
        "a@example.org,Ada,2021-03-04,Portugal,,2",
        ("2021-03-04T00:00:00", None),
    ),
    "Substack": (
        "email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at\n"
        "a@example.org,false,,other,false,2025-01-01T00:00:00.000Z,",
        ("2025-01-01T00:00:00", None),
    ),
    "Kit": (
        "first_name,email_address,state,created_at,tags\nAda,a@example.org,active,2025-03-03,x",
        ("2025-03-03T00:00:00", None),
    ),
    "Beehiiv": (
        "Email,Status,Created At,Subscription Tier\na@example.org,Active,2025-10-10 10:10:10,free",
        ("2025-10-10T10:10:10", None),
    ),
    "Squarespace": (
        "Email Address,Date Subscribed\na@example.org,2025-06-01T12:00:00Z",
        ("2025-06-01T12:00:00", None),
    ),
    "Shopify": (
        "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Phone,Tags\n"
        "7,Ada,,a@example.org,yes,,",
        (None, None),
    ),
    "Brevo": (
        "EMAIL;LASTNAME;SMS;EMAIL_BLACKLISTED;SMS_BLACKLISTED;ADDED_TIME\n"
        "a@example.org;Ada;;No;No;04-03-2026 09:30",
        (None, None),  # the fourth of March, or the third of April
    ),
    "Eventbrite": (
        "Order #,Order Date,First Name,Last Name,Email,Ticket Type,Attendee Status\n"
        "7,2026-05-01,Ada,,a@example.org,Door,Checked In",
        (None, None),  # a ticket is no consent
    ),
}


@pytest.mark.parametrize("tool", EXPORTS)
def test_the_files_of_common_tools_are_read_as_they_are(tool, tmp_path):
    text, (agreed, confirmed) = EXPORTS[tool]
    path = tmp_path / "list.csv"
    path.write_text(f"{text}\n", encoding="utf-8")

    (line,) = read_list(path, named={})

    found = [
        at and at.replace(tzinfo=None).isoformat() for at in (line.agreed_at, line.confirmed_at)
    ]
    assert (line.address, line.has_left) == ("a@example.org", False)
    assert found == [agreed, confirmed]


@pytest.mark.parametrize(
    ("heading", "cells", "reason"),
    [
        ("UNSUB_TIME", ("2026-05-01 09:00:00", ""), "left_elsewhere"),
        ("Status", ("Unsubscribed", "subscribed"), "left_elsewhere"),
        ("Email disabled", ("TRUE", "false"), "left_elsewhere"),
        ("email_disabled", ("true", "false"), "left_elsewhere"),
        ("EMAIL_BLACKLISTED", ("Yes", "No"), "left_elsewhere"),
        ("state", ("cancelled", "active"), "left_elsewhere"),
        ("Accepts Email Marketing", ("no", "yes"), "left_elsewhere"),
        ("Accepts Marketing", ("", "yes"), "left_elsewhere"),
    ],
    ids=["Mailchimp", "a status", "Substack", "its file", "Brevo", "Kit", "Shopify", "its older"],
)
def test_who_left_where_the_file_is_from_is_not_brought_along(heading, cells, reason):
    file = f"Email,confirmed_at,{heading}\na@example.org,2026-03-02,{cells[0]}\n"
    rows = csv.reader([*file.splitlines(), f"b@example.org,2026-03-02,{cells[1]}"])

    judged = [
        judge_line(line, seen=(), on_list=(), left=(), now=NOW)
        for line in read_rows(rows, name="list.csv", named={})
    ]

    assert judged == [reason, None]


def test_a_file_that_knows_no_owners_yes_puts_nobody_on_the_list():
    rows = csv.reader(["email,fullname,date added", "ada@example.org,Ada,2021-03-04"])

    (line,) = read_rows(rows, name="bandcamp.csv", named={})

    assert judge_line(line, seen=(), on_list=(), left=(), now=NOW) == "unconfirmed"
