"""Settings by which the operator is called."""

import base64

import pytest

from countin.config.calls import AlarmWays, read_alarm_ways, read_overdue
from countin.config.environment import BadSetting, Values, all_options

SECRET = "whsec_" + base64.b64encode(b"k" * 32).decode()


def values(**given: str) -> Values:
    defaults = {option.name: option.default for option in all_options()}
    return Values(defaults | {f"COUNTIN_ALARM_{name}": text for name, text in given.items()})


def test_without_settings_nobody_is_called():
    assert read_alarm_ways(values()) == AlarmWays()


def test_addresses_and_webhook_are_read():
    given = values(
        MAIL="a@label.example, b@label.example",
        WEBHOOK_URL="https://ops.example/hook",
        WEBHOOK_SECRET=SECRET,
    )

    ways = read_alarm_ways(given)

    assert ways.mail_to == ("a@label.example", "b@label.example")
    assert (ways.webhook, ways.webhook_key) == ("https://ops.example/hook", b"k" * 32)
    assert "kkkk" not in repr(ways)


@pytest.mark.parametrize(
    ("given", "mend"),
    [
        ({"MAIL": "nobody"}, "e-mail addresses"),
        ({"WEBHOOK_URL": "http://ops.example/hook", "WEBHOOK_SECRET": SECRET}, "https://"),
        ({"WEBHOOK_URL": "https://ops.example/hook"}, "openssl rand"),
        ({"OVERDUE_MINUTES": "0"}, "minutes from 1"),
        ({"OVERDUE_MINUTES": "soon"}, "minutes from 1"),
    ],
)
def test_what_cannot_be_used_is_named_with_the_mend(given, mend):
    read = read_overdue if "OVERDUE_MINUTES" in given else read_alarm_ways

    with pytest.raises(BadSetting, match=mend):
        read(values(**given))
