"""Settings that are addresses, mistyped."""

import traceback

import pytest

from countin.config.addresses import read_base_url, read_mail
from countin.config.databases import read_database
from countin.config.environment import BadSetting, Values, all_options

READERS = {
    "COUNTIN_SMTP_URL": read_mail,
    "COUNTIN_BASE_URL": read_base_url,
    "DATABASE_URL": lambda values: read_database(values, data_dir=None),
}


def _values(**given: str) -> Values:
    return Values({option.name: option.default for option in all_options()} | given)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("COUNTIN_SMTP_URL", "smtps://user:S3cret/more@mail.example:465"),
        ("COUNTIN_SMTP_URL", "smtps://user:S3cret[more@mail.example:465"),
        ("DATABASE_URL", "postgres://user:S3cret/more@localhost/countin"),
        ("DATABASE_URL", "postgres://user:S3cret?more@localhost/countin"),
        ("DATABASE_URL", "postgres://user:S3cret#more@localhost/countin"),
        ("COUNTIN_BASE_URL", "https://user:S3cret/more@presave.example.org"),
    ],
)
def test_a_password_with_a_sign_that_ends_it_is_told_how_to_write_it_and_not_quoted(name, text):
    with pytest.raises(BadSetting, match=name) as told:
        READERS[name](_values(**{name: text}))

    assert "S3cret" not in "".join(traceback.format_exception(told.value))


def test_a_password_with_signs_written_in_percents_is_read():
    mailbox = read_mail(_values(COUNTIN_SMTP_URL="smtps://user:a%2Fb%40c@mail.example:465"))

    assert (mailbox.password, mailbox.host, mailbox.port) == ("a/b@c", "mail.example", 465)
