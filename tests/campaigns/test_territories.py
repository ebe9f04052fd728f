"""A zone's name, old or new, leads to its country; what names no country leads to none."""

from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest

from countin.campaigns.territories import country_of_zone, is_known_zone, zones_of_country


def table() -> list[tuple[str, str]]:
    """Zone and country of every line of zone.tab."""
    text = (files("tzdata") / "zoneinfo" / "zone.tab").read_text()
    rows = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    return [(row[2], row[0]) for row in rows]


def links() -> dict[str, str]:
    text = (files("tzdata") / "zoneinfo" / "tzdata.zi").read_text()
    return {line.split()[2]: line.split()[1] for line in text.splitlines() if line[:2] == "L "}


def test_every_zone_of_the_table_leads_to_its_country():
    assert len(table()) > 400
    assert [(zone, country_of_zone(zone)) for zone, _country in table()] == table()


def test_every_zone_of_the_table_is_among_its_countrys_zones():
    lacking = [z for z, country in table() if z not in [i.key for i in zones_of_country(country)]]

    assert lacking == []


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Asia/Calcutta", "IN"),
        ("Asia/Katmandu", "NP"),
        ("Asia/Saigon", "VN"),
        ("Europe/Kiev", "UA"),
        ("Europe/Kyiv", "UA"),
        ("Europe/Oslo", "NO"),
        ("Europe/Amsterdam", "NL"),
        ("Europe/Belfast", "GB"),
        ("America/Buenos_Aires", "AR"),
        ("America/Godthab", "GL"),
        ("America/Montreal", "CA"),
        ("US/Pacific", "US"),
        ("Pacific/Kiritimati", "KI"),
        ("Pacific/Enderbury", "KI"),
        ("Pacific/Pago_Pago", "AS"),
        ("Arctic/Longyearbyen", "SJ"),
        ("Singapore", "SG"),
    ],
)
def test_old_and_new_names_lead_to_their_country(zone, country):
    assert country_of_zone(zone) == country


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Iceland", "IS"),
        ("Atlantic/Jan_Mayen", "SJ"),
        ("Africa/Timbuktu", "ML"),
        ("Africa/Asmera", "ER"),
        ("America/Coral_Harbour", "CA"),
        ("America/Virgin", "VI"),
        ("Antarctica/South_Pole", "AQ"),
        ("Pacific/Truk", "FM"),
    ],
)
def test_an_old_name_linked_across_a_border_keeps_its_country(zone, country):
    assert country_of_zone(zone) == country


def test_no_old_name_that_shares_its_clock_with_other_countries_is_left_unseen():
    """A new tzdata may link one more name across a border: look at it, then add it here or to
    the table in territories.py."""
    at_home = {
        "America/Montreal", "America/Nipigon", "America/Thunder_Bay", "Asia/Rangoon",
        "Canada/Eastern", "Europe/Belfast", "GB", "GB-Eire", "NZ", "Pacific/Samoa",
        "Singapore", "US/Arizona", "US/Samoa",
    }  # fmt: skip
    countries: dict[str, set[str]] = {}
    for zone, country in table():
        countries.setdefault(links().get(zone, zone), set()).add(country)
    old = {name: target for name, target in links().items() if name not in dict(table())}
    shared = {name for name, target in old.items() if len(countries.get(target, ())) > 1}

    unseen = {name for name in shared if country_of_zone(name) == dict(table())[old[name]]}

    assert unseen == at_home


def test_links_lead_to_today_in_one_step():
    assert [target for target in links().values() if target in links()] == []


@pytest.mark.parametrize(
    "zone",
    ["UTC", "GMT", "Etc/UTC", "Etc/GMT+5", "EST", "CET", "MET", "EST5EDT", "Factory", "Zulu"],
)
def test_a_name_without_a_place_has_no_country_but_is_a_zone(zone):
    assert country_of_zone(zone) is None
    assert is_known_zone(zone)


@pytest.mark.parametrize(
    "zone", ["", "Europe/Atlantis", "../../etc/passwd", "europe/oslo", "Europe/Oslo\0", "L", "NO"]
)
def test_what_is_no_zone_has_no_country(zone):
    assert country_of_zone(zone) is None
    assert not is_known_zone(zone)


def test_every_zone_of_tzdata_is_known_and_loads():
    zones = (files("tzdata") / "zones").read_text().split()
    assert len(zones) > 590

    assert [zone for zone in zones if not is_known_zone(zone)] == []
    assert [ZoneInfo(zone).key for zone in zones] == zones


def test_storefronts_are_written_small():
    assert zones_of_country("no") == zones_of_country("NO") != ()


def test_kosovo_has_a_zone_although_iso_has_no_code():
    assert [zone.key for zone in zones_of_country("XK")] == ["Europe/Belgrade"]


@pytest.mark.parametrize("country", ["", "ZZ", "NOR", "Europe/Oslo", "ß"])
def test_an_unknown_country_has_no_zones(country):
    assert zones_of_country(country) == ()
