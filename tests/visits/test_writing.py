"""From what a door noted to rows: what is kept, what is made of the rest, what a row survives."""

from datetime import timedelta

import pytest

from countin.campaigns.models import Campaign, Channel, Release
from countin.visits.arriving import Utm
from countin.visits.links import make_link
from countin.visits.models import Link, LinkKind, PrefixKey, Visit
from countin.visits.writing import write_visits
from tests.visits.conftest import NOW


def test_a_visit_keeps_families_and_hashes_and_neither_address_nor_user_agent(campaign, arrive):
    visit = arrive(
        referrer="https://news.example/page?user=ada",
        address="203.0.113.77",
        country="DE",
        utm=Utm("newsletter", "email", "midnight"),
    )

    lost = write_visits([visit])

    row: dict[str, object] = {**Visit.objects.values().get()}
    prefix = row.pop("ip_prefix")
    assert lost == 0
    assert len(str(prefix)) == 32
    assert row == {
        "id": visit.number,
        "campaign_id": campaign.pk,
        "channel_id": None,
        "visited_at": NOW,
        "referrer_host": "news.example",
        "browser": "Firefox",
        "in_app": "",
        "is_bot": False,
        "country": "DE",
        "utm_source": "newsletter",
        "utm_medium": "email",
        "utm_campaign": "midnight",
        "came_from": None,
        "left_app": "",
    }


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("203.0.113.7", "203.0.113.250", True),
        ("203.0.113.7", "203.0.114.7", False),
        ("2001:db8:aa:1::7", "2001:db8:aa:ffff::1", True),
        ("2001:db8:aa::7", "2001:db8:ab::7", False),
        ("::ffff:203.0.113.7", "203.0.113.9", True),
    ],
)
def test_a_network_is_known_again_within_a_campaign(campaign, arrive, one, other, is_same):
    write_visits([arrive(address=one), arrive(address=other)])

    hashes = set(Visit.objects.values_list("ip_prefix", flat=True))
    assert (len(hashes) == 1) == is_same
    assert "" not in hashes


def test_a_network_is_hashed_anew_for_each_campaign(campaign, arrive):
    write_visits([arrive(address="203.0.113.7")])
    first = Visit.objects.get().ip_prefix
    PrefixKey.objects.all().delete()

    write_visits([arrive(address="203.0.113.7", visited_at=NOW + timedelta(minutes=2))])

    assert Visit.objects.filter(ip_prefix=first).count() == 1
    assert PrefixKey.objects.count() == 1


def test_after_the_keys_time_no_network_is_hashed_and_no_key_made(campaign, arrive):
    late = campaign.release.last_moment + timedelta(days=30)

    write_visits([arrive(address="203.0.113.7", visited_at=late)])

    assert Visit.objects.get().ip_prefix == ""
    assert PrefixKey.objects.count() == 0


@pytest.mark.parametrize("address", ["", "unix:", "not an address", "999.1.1.1"])
def test_what_is_no_address_has_no_hash(campaign, arrive, address):
    write_visits([arrive(address=address)])

    assert Visit.objects.get().ip_prefix == ""


def test_a_fans_link_counts_its_openings_and_no_visit_tells_whose_it_was(campaign, arrive):
    link = make_link(campaign, kind=LinkKind.PERSONAL, now=NOW)

    write_visits([arrive(link_code=link.code) for _again in range(2)])
    write_visits([arrive(link_code=link.code, agent="curl/8.5.0"), arrive(link_code="nobodys")])

    link.refresh_from_db()
    assert (link.openings, link.openings_by_machines) == (2, 1)
    assert Visit.objects.count() == 4
    assert [field.name for field in Visit._meta.fields if field.related_model is Link] == []


def test_no_other_kind_and_no_other_campaigns_link_counts_openings(campaign, arrive):
    release = Release.objects.create(
        artist=campaign.release.artist,
        title="Second Tide",
        kind="single",
        timing="local",
        release_date=campaign.release.release_date,
    )
    other = Campaign.objects.create(
        workspace=campaign.workspace, release=release, slug="second-tide", created_at=NOW
    )
    theirs = make_link(other, kind=LinkKind.PERSONAL, now=NOW)
    mails = make_link(campaign, kind=LinkKind.REMINDER, now=NOW)

    write_visits([arrive(link_code=theirs.code), arrive(link_code=mails.code)])

    assert set(Link.objects.values_list("openings", "openings_by_machines")) == {(0, 0)}


def test_whoever_left_an_app_is_led_back_to_the_visit_in_there(campaign, arrive):
    inside = arrive(in_app="instagram")
    write_visits([inside])

    write_visits([arrive(came_from=inside.number), arrive(came_from=12345)])

    outside = Visit.objects.filter(in_app="").values_list("came_from", "left_app")
    assert set(outside) == {(None, ""), (inside.number, "instagram")}


def test_a_way_out_counts_once_however_often_it_is_opened(campaign, arrive):
    inside = arrive(in_app="instagram")
    write_visits([inside])

    write_visits([arrive(came_from=inside.number) for _again in range(3)])
    write_visits([arrive(came_from=inside.number) for _again in range(2)])

    assert Visit.objects.filter(left_app="instagram", came_from=inside.number).count() == 1
    assert Visit.objects.filter(left_app="", came_from=None).count() == 5


def test_a_channel_that_is_gone_costs_no_visit(campaign, arrive, transactional_db):
    gone = Channel.objects.create(campaign=campaign, name="gone")
    gone_pk = gone.pk
    gone.delete()

    lost = write_visits([arrive(channel_id=gone_pk), arrive()])

    assert lost == 0
    assert list(Visit.objects.values_list("channel", flat=True)) == [None, None]


def test_visits_of_a_campaign_that_is_gone_are_given_up_and_no_others(
    campaign, arrive, transactional_db
):
    lost = write_visits([arrive(), arrive(campaign_id=campaign.pk + 1000), arrive()])

    assert lost == 1
    assert Visit.objects.filter(campaign=Campaign.objects.get()).count() == 2


@pytest.mark.parametrize(
    ("agent", "is_bot"),
    [
        ("", True),
        ("curl/8.5.0", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", True),
        ("facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)", True),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", False),
    ],
)
def test_machines_that_say_so_are_counted_apart(campaign, arrive, agent, is_bot):
    write_visits([arrive(agent=agent)])

    assert Visit.objects.get().is_bot == is_bot
