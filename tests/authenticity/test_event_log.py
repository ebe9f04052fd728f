import json

import pytest

from countin.authenticity.event_log import BadLog, read_log

_VISIT = {"at": "2026-09-01T10:00:00Z", "type": "visit", "visit": "v1", "country": "DE"}
_CONNECT = {"at": "2026-09-01T10:00:20Z", "type": "connect", "visit": "v1", "service": "spotify"}
_PRESAVE = {
    "at": "2026-09-01T10:00:30Z",
    "type": "presave",
    "visit": "v1",
    "fan": "f1",
    "service": "spotify",
    "follow": True,
    "email_domain": None,
}


def read(*events):
    return read_log(json.dumps(event) for event in events)


def test_lines_may_come_in_any_order():
    log = read(
        {"at": "2026-10-01T10:00:00Z", "type": "execute", "fan": "f1", "result": "saved"},
        _PRESAVE,
        _CONNECT,
        _VISIT,
    )

    assert log.visits["v1"].connect_at == log.visits["v1"].at + 20
    assert log.promises["f1"].result == "saved"


def test_unknown_types_and_fields_are_passed_over():
    log = read(_VISIT, {**_PRESAVE, "mood": "good"}, {**_VISIT, "type": "applause"})

    assert (len(log.visits), len(log.promises)) == (1, 1)


def test_what_is_missing_is_unknown():
    log = read({"at": "2026-09-01T10:00:30Z", "type": "presave", "fan": "f1"})

    promise = log.promises["f1"]
    assert (promise.visit, promise.follow, promise.mail_domain) == (None, None, None)
    assert (log.says_mail, log.says_confirmed, log.says_revoked) == (False, False, False)


def test_a_fan_with_two_services_is_one_fan():
    log = read(_VISIT, _PRESAVE, {**_PRESAVE, "service": "apple_music"})

    assert list(log.promises) == ["f1"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"type": "visit"}', '{"at": "soon", "type": "visit"}']
)
def test_a_line_that_is_no_event_is_named(line):
    with pytest.raises(BadLog, match="Line 2 is no event"):
        read_log([json.dumps(_VISIT), line])


def test_a_log_without_a_presave_says_what_to_give():
    with pytest.raises(BadLog, match="countin campaign events SLUG"):
        read(_VISIT)
