import random
from collections import Counter
from datetime import datetime, timedelta

import pytest

from tests.authenticity.logs import audited, made


@pytest.mark.parametrize("kind", ["datacenter", "burst", "mixed"])
def test_a_farm_is_an_unusual_group_of_its_own(kind):
    log = made(kind, seed=3)

    audit = audited(log.events, log.meta)

    unusual = [group for group in audit["groups"] if group["grade"] == "unusual"]
    fans = {fan for group in unusual for fan in group["fans"]}
    assert audit["verdict"] == "unusual"
    assert len(fans & log.artificial) >= 0.8 * len(fans)
    assert audit["share"]["low"] <= len(log.artificial) / log.fans <= audit["share"]["high"]
    assert all(len(group["reasons"]) >= 2 for group in unusual)
    assert all(group["innocent_explanations"] for group in unusual)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_newsletter_a_video_abroad_and_a_gig_accuse_nobody(seed):
    log = made("clean", seed=seed)

    audit = audited(log.events, log.meta)

    assert [group for group in audit["groups"] if group["grade"] == "unusual"] == []
    assert audit["share"]["low"] == 0
    assert audit["verdict"] in ("nothing unusual", "cannot tell")


def test_neither_order_nor_names_nor_a_shift_in_time_change_anything():
    log = made("mixed", seed=5)
    shift = timedelta(days=37, hours=5, seconds=11)
    events = [_renamed({**event, "at": _later(event["at"], shift)}) for event in log.events]
    random.Random(4).shuffle(events)
    meta = {
        name: _later(value, shift) if name in ("start", "release", "observed_until") else value
        for name, value in log.meta.items()
    }

    before, after = audited(log.events, log.meta), audited(events, meta)

    assert after["verdict"] == before["verdict"]
    assert after["share"] == pytest.approx(before["share"], abs=1e-3)
    assert [_told(group) for group in after["groups"]] == [_told(g) for g in before["groups"]]
    assert _scores(after) == pytest.approx(_scores(before), abs=1e-3)


def test_a_small_log_is_not_judged():
    log = made("burst", seed=1, size=60)

    audit = audited(log.events, log.meta)

    assert (audit["verdict"], audit["judgeable"], audit["groups"]) == ("cannot tell", False, [])


def test_a_log_of_bare_presaves_is_not_judged():
    events = [
        {"at": f"2026-09-01T10:{number % 60:02}:00Z", "type": "presave", "fan": f"f{number}"}
        for number in range(150)
    ]

    audit = audited(events, {})

    assert (audit["verdict"], audit["judgeable"]) == ("cannot tell", False)
    assert (audit["share"]["low"], audit["share"]["high"]) == (0, 1)
    assert any("email_domain" in line for line in audit["missing"])


def test_volume_alone_accuses_nobody():
    """Three hundred more of the same fans within one hour."""
    log = made("clean", seed=7)
    fans = [event["fan"] for event in log.events if event["type"] == "presave"][:300]
    times = {event["visit"]: event for event in log.events if event["type"] == "visit"}
    moved = []
    begin = datetime.fromisoformat(log.meta["start"]) + timedelta(days=5)
    for number, event in enumerate(e for e in log.events if e.get("fan") in fans and "visit" in e):
        by = begin + timedelta(seconds=12 * number)
        visit = times[event["visit"]]
        gap = datetime.fromisoformat(event["at"]) - datetime.fromisoformat(visit["at"])
        name = f"again-{number}"
        moved += [
            {**visit, "visit": name, "at": by.isoformat()},
            {**event, "visit": name, "fan": name, "at": (by + gap).isoformat()},
            {"type": "email_confirmed", "fan": name, "at": (by + gap * 2).isoformat()},
        ]

    audit = audited([*log.events, *moved], log.meta)

    assert [group for group in audit["groups"] if group["grade"] == "unusual"] == []


@pytest.mark.parametrize(("kind", "seed"), [("clean", 7), ("burst", 3)])
def test_five_hundred_more_fans_raise_nobody_elses_grade(kind, seed):
    """More of the same fans, a day later each: no group of fans becomes unusual by it."""
    log = made(kind, seed=seed, size=500)
    genuine = [
        event["fan"]
        for event in log.events
        if event["type"] == "presave" and event["fan"] not in log.artificial
    ]
    again = _again(log.events, fans=random.Random(1).choices(genuine, k=500))

    before, after = audited(log.events, log.meta), audited([*log.events, *again], log.meta)

    assert len(after["fans"]) == len(before["fans"]) + 500
    for group in after["groups"]:
        if group["grade"] == "unusual":
            known = set(group["fans"]) & log.artificial
            assert len(known) >= 0.8 * len(group["fans"])
    assert (after["verdict"] == "unusual") <= (before["verdict"] == "unusual")


def _again(events, *, fans):
    """The whole stories of these fans once more, under other names, from homes of their own, and a
    day later."""
    fans_of = Counter(event["ip_prefix"] for event in events if event["type"] == "visit")
    stories = _stories(events)
    for number, fan in enumerate(fans):
        for event in stories[fan]:
            keys = [key for key in ("fan", "visit") if key in event]
            if event["type"] == "visit" and fans_of[event["ip_prefix"]] < 4:
                keys.append("ip_prefix")
            names = {key: f"{event[key]}-{number}" for key in keys}
            yield {**event, **names, "at": _later(event["at"], timedelta(days=1))}


def _stories(events):
    """What each fan did, from the visit on."""
    fan_of = {event["visit"]: event["fan"] for event in events if event["type"] == "presave"}
    stories: dict[str, list[dict[str, str]]] = {fan: [] for fan in fan_of.values()}
    for event in events:
        fan = event.get("fan") or fan_of.get(event["visit"])
        if fan is not None:
            stories[fan].append(event)
    return stories


def _later(moment: str, shift: timedelta) -> str:
    return (datetime.fromisoformat(moment) + shift).isoformat()


def _renamed(event):
    names = {key: f"{event[key]}-x"[::-1] for key in ("visit", "fan", "ip_prefix") if key in event}
    return {**event, **names}


def _told(group):
    return group["grade"], group["description"], sorted(group["reasons"]), len(group["fans"])


def _scores(audit):
    return sorted(fan["score"] for fan in audit["fans"])
