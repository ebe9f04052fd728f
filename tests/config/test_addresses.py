"""Settings that are addresses, mistyped."""

import traceback
from pathlib import Path

import pytest

from countin.config.addresses import read_base_url, read_clock_file, read_mail
from countin.config.databases import read_database
from countin.config.environment import BadSetting, Values, all_options, read_values

READERS = {
    "COUNTIN_SMTP_URL": read_mail,
    "COUNTIN_BASE_URL": read_base_url,
    "DATABASE_URL": lambda values: read_database(values, data_dir=Path("data")),
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


def test_a_password_is_not_sent_over_an_open_line():
    with pytest.raises(BadSetting, match="unencrypted"):
        read_mail(_values(COUNTIN_SMTP_URL="smtp://user:secret@mail.example:2525"))


def test_an_open_line_to_this_machine_may_carry_a_password():
    mailbox = read_mail(_values(COUNTIN_SMTP_URL="smtp://user:secret@127.0.0.1:2525"))

    assert (mailbox.host, mailbox.password) == ("127.0.0.1", "secret")


def _clock(**given: str) -> object:
    here = {
        "COUNTIN_CLOCK_OFFSET_FILE": "/tmp/clock",  # never opened
        "COUNTIN_SPOTIFY_API_URL": "http://127.0.0.1:1",
        "COUNTIN_SPOTIFY_ACCOUNTS_URL": "http://127.0.0.1:1",
        "COUNTIN_CONFIG": "/nowhere",
    }
    return read_clock_file(read_values({**here, **given}))


def test_the_demos_clock_does_not_mind_services_of_which_nothing_is_set():
    assert _clock() is not None


@pytest.mark.parametrize(
    "given",
    [
        {"COUNTIN_SPOTIFY_API_URL": "https://api.spotify.com/v1"},
        {"COUNTIN_TIDAL_CLIENT_ID": "somebody's"},
        {"COUNTIN_BASE_URL": "https://music.example"},
        {"COUNTIN_OIDC_SERVER_URL": "https://login.example"},
    ],
)
def test_the_demos_clock_is_refused_where_anything_real_may_be_asked(given: dict[str, str]):
    with pytest.raises(BadSetting, match="is the demo's alone"):
        _clock(**given)
