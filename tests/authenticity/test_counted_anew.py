"""The counts of an audit, worked out again from the lines of its log."""

import pytest

from tests.authenticity.logs import audited, made


@pytest.fixture(scope="module")
def both():
    log = made("datacenter", seed=3, size=400)
    return log.events, audited(log.events, log.meta)


def test_all_are_the_fans_who_presaved(both):
    events, audit = both

    fans = {event["fan"] for event in events if event["type"] == "presave"}

    assert audit["presaves"]["all"] == len(fans) == len(audit["fans"])
    assert {one["fan"] for one in audit["fans"]} == fans


def test_corroborated_are_those_who_confirmed_and_stand_in_no_unusual_group(both):
    events, audit = both
    scores = {one["fan"]: one["score"] for one in audit["fans"]}
    domains = {e["fan"]: e["email_domain"] for e in events if e["type"] == "presave"}
    throwaway = {"mailinator.com", "guerrillamail.com", "tempmail.dev", "yopmail.com"}

    confirmed = {event["fan"] for event in events if event["type"] == "email_confirmed"}
    expected = {f for f in confirmed if domains[f] not in throwaway and scores[f] < 0.5}

    assert audit["presaves"]["corroborated"] == len(expected)
    assert 0 < len(expected) < len(confirmed) or confirmed == expected


def test_the_share_is_the_mean_of_what_fans_weigh(both):
    _events, audit = both

    mean = sum(one["score"] for one in audit["fans"]) / len(audit["fans"])

    assert audit["share"]["estimate"] == pytest.approx(mean, abs=1e-4)


def test_a_group_spans_the_presaves_of_its_fans(both):
    events, audit = both
    at = {event["fan"]: event["at"] for event in events if event["type"] == "presave"}

    assert audit["groups"]
    for group in audit["groups"]:
        moments = sorted(at[fan] for fan in group["fans"])
        assert group["from"][:19] == moments[0][:19]
        assert group["to"][:19] == moments[-1][:19]
