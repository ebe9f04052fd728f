"""Each signal left out in turn: the audit says so, and judges by what it has."""

import pytest

from tests.authenticity.logs import audited, made

_OF_VISITS = ("asn", "ip_prefix", "ua", "country", "source", "referrer")
_SAID = {
    "asn": "asn:",
    "ip_prefix": "ip_prefix:",
    "ua": "ua:",
    "country": "country:",
    "source": "source:",
    "connect": "connect:",
    "mails": "email_domain, email_confirmed:",
    "few mails": "confirmed addresses: fewer than 100",
    "outcomes": "revoke, execute:",
    "meta": "release:",
}
_SIGNALS = (*_SAID, "referrer", "bounces", "follow")


def without(events, meta, signal):
    """The log without this signal."""
    if signal in _OF_VISITS:
        return [{k: v for k, v in e.items() if k != signal} for e in events], meta
    if signal == "mails":
        kept = [e for e in events if e["type"] != "email_confirmed"]
        return [{k: v for k, v in e.items() if k != "email_domain"} for e in kept], meta
    if signal == "few mails":
        confirmed = [e["fan"] for e in events if e["type"] == "email_confirmed"]
        few = set(confirmed[::4])
        return [e for e in events if e["type"] != "email_confirmed" or e["fan"] in few], meta
    if signal == "follow":
        return [{k: v for k, v in e.items() if k != "follow"} for e in events], meta
    if signal == "bounces":
        led = {e["visit"] for e in events if e["type"] == "presave"}
        return [e for e in events if e["type"] != "visit" or e["visit"] in led], meta
    types = {"connect": {"connect"}, "outcomes": {"revoke", "execute"}}.get(signal, set())
    return [e for e in events if e["type"] not in types], {} if signal == "meta" else meta


@pytest.fixture(scope="module")
def farm():
    return made("datacenter", seed=3, size=400)


@pytest.fixture(scope="module")
def clean():
    return made("clean", seed=2, size=400)


def test_nothing_but_listening_is_missed_where_all_is_there(farm):
    assert [line.split(":")[0] for line in audited(farm.events, farm.meta)["missing"]] == [
        "listening"
    ]


@pytest.mark.parametrize("signal", _SIGNALS)
def test_a_farm_is_found_without_it(farm, signal):
    events, meta = without(farm.events, farm.meta, signal)

    audit = audited(events, meta)

    unusual = [fan for g in audit["groups"] if g["grade"] == "unusual" for fan in g["fans"]]
    assert (audit["verdict"], audit["judgeable"]) == ("unusual", True)
    assert len(set(unusual) & farm.artificial) >= 0.8 * len(unusual)
    if signal in _SAID:
        assert [line for line in audit["missing"] if line.startswith(_SAID[signal])]


@pytest.mark.parametrize("signal", _SIGNALS)
def test_nobody_is_accused_for_want_of_it(clean, signal):
    events, meta = without(clean.events, clean.meta, signal)

    audit = audited(events, meta)

    assert [group for group in audit["groups"] if group["grade"] == "unusual"] == []
    assert audit["judgeable"]


def test_without_mails_and_networks_and_outcomes_nothing_is_judged(farm):
    """One family alone is none to judge by."""
    events, meta = farm.events, farm.meta
    for signal in ("asn", "ip_prefix", "mails", "outcomes", "bounces"):
        events, meta = without(events, meta, signal)

    audit = audited(events, meta)

    assert (audit["verdict"], audit["judgeable"], audit["groups"]) == ("cannot tell", False, [])
