"""`/@ARTIST`: what is coming, what is out, where to follow."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from countin import clock
from countin.campaigns.models import Artist, Campaign, Channel, OutsideLink, Release
from countin.config.addresses import Controller
from countin.fans.models import Grant
from countin.presaves.models import PreSave
from countin.visits.artist_pages import tally_artist_page
from tests.artists import make_artist
from tests.pages.door import RETURN, SLUG, Door, page_of
from tests.providers.spotify_stage import agree

PAGE = "/@the-held-notes"


def add_campaign(door: Door, *, slug: str, title: str, days: int, **changes: Any) -> Campaign:
    """One more of the same artist; `days` from now, negative for what is out."""
    now = clock.now()
    release = Release.objects.create(
        artist=door.campaign.release.artist,
        title=title,
        kind="single",
        upc="410000201022",
        timing="local",
        release_date=(now + timedelta(days=days)).date(),
    )
    given = {"published_at": now, **changes}
    return Campaign.objects.create(
        workspace=door.campaign.workspace, release=release, slug=slug, created_at=now, **given
    )


def links_of(answer: Any) -> list[tuple[str, str]]:
    """Names and addresses of everything inside the page that leads on, in order."""
    main = answer.content.decode().partition("<main")[2].partition("</main>")[0]
    found = re.findall(r'<a [^>]*?href="([^"]+)"[^>]*>(.*?)</a>', main, re.DOTALL)
    return [(" ".join(re.sub(r"<[^>]+>", " ", name).split()), to) for to, name in found]


def headings_of(answer: Any) -> list[str]:
    found = re.findall(r"<h([123])[^>]*>(.*?)</h\1>", answer.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", name).split()) for _level, name in found]


def test_several_campaigns_stand_there_each_leading_to_its_own_promise(door, browser):
    add_campaign(door, slug="later", title="Later", days=60)
    add_campaign(door, slug="sooner", title="Sooner", days=5)
    add_campaign(door, slug="old", title="Old", days=-90)
    add_campaign(door, slug="older", title="Older", days=-400)

    answer = browser.look(PAGE)

    assert headings_of(answer) == [
        *("The Held Notes", "Coming", "Sooner", "Midnight Windows", "Later"),
        *("News as notifications", "Out now", "Old", "Older", "Follow"),
    ]
    assert links_of(answer)[:5] == [
        ("Pre-save Sooner", "/sooner"),
        ("Pre-save Midnight Windows", f"/{SLUG}"),
        ("Pre-save Later", "/later"),
        ("Old", "/old"),
        ("Older", "/older"),
    ]


def test_where_every_service_only_reminds_nothing_is_called_a_pre_save(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="none", apple=False)

    answer = browser.look(PAGE)

    assert links_of(answer)[0] == ("Remind me of Midnight Windows", f"/{SLUG}")
    assert "Pre-save" not in page_of(answer)


def test_a_services_own_page_is_a_way_to_pre_save(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="none", apple=False)
    OutsideLink.objects.create(
        release=door.campaign.release,
        kind="native",
        provider="spotify",
        url="https://open.spotify.com/prerelease/1",
        position=1,
    )

    assert links_of(browser.look(PAGE))[0] == ("Pre-save Midnight Windows", f"/{SLUG}")


def test_the_follow_links_and_the_organizers_own_stand_below(door, browser):
    OutsideLink.objects.create(
        artist=door.campaign.release.artist,
        kind="artist",
        label="Website",
        url="https://theheldnotes.example.org/",
        position=1,
    )

    links = links_of(browser.look(PAGE))

    assert links[1:] == [
        (
            "Follow The Held Notes on Spotify",
            "https://open.spotify.com/artist/0TheHeldNotesArtist001",
        ),
        ("Open The Held Notes in Apple Music", "https://music.apple.com/us/artist/9900000001"),
        ("Website", "https://theheldnotes.example.org/"),
    ]


def test_a_channel_goes_on_where_the_campaign_has_it(door, browser):
    other = add_campaign(door, slug="other", title="Other", days=60)
    Channel.objects.create(campaign=other, name="radio")

    links = dict(links_of(browser.look(PAGE, via="newsletter")))

    assert links["Pre-save Midnight Windows"] == f"/{SLUG}?via=newsletter"
    assert links["Pre-save Other"] == "/other"


def test_a_paused_campaign_says_so_and_has_no_button(door, browser):
    Campaign.objects.update(paused_at=clock.now())

    answer = browser.look(PAGE)

    assert links_of(answer)[0] == ("Midnight Windows", f"/{SLUG}")
    assert "Not taking pre-saves right now" in page_of(answer)


def test_what_is_out_says_since_when(door, browser):
    door.release_everywhere()

    text = page_of(browser.look(PAGE))

    assert "EP, out since " in text
    assert "Coming" not in text


def test_one_instant_for_all_is_given_to_the_script_of_the_page(door, browser):
    Release.objects.update(
        timing="global", release_date="2040-12-03", release_at=datetime(2040, 12, 3, 2, tzinfo=UTC)
    )

    page = browser.look(PAGE).content.decode()

    assert (
        'EP, out <time datetime="2040-12-03T02:00:00Z" data-moment="{day}, {time}">'
        "December\u00a03,\u00a02040, 02:00 UTC</time>"
    ) in page


def test_what_came_out_at_one_instant_has_the_day_of_the_fans_own_clock(door, browser):
    Release.objects.update(
        timing="global", release_date="2024-12-03", release_at=datetime(2024, 12, 3, 2, tzinfo=UTC)
    )

    page = browser.look(PAGE).content.decode()

    assert (
        'EP, out since <time datetime="2024-12-03T02:00:00Z" data-moment="{day}">'
        "December\u00a03,\u00a02024</time>"
    ) in page


def test_a_draft_is_not_shown(door, browser):
    add_campaign(door, slug="draft", title="Secret", days=60, published_at=None)

    answer = browser.look(PAGE)

    assert "Secret" not in page_of(answer)
    assert "Midnight Windows" in page_of(answer)


@pytest.mark.parametrize("handle", ["nobody", "the-silent", "x" * 63])
def test_an_unknown_artist_and_one_without_a_public_page_look_the_same(door, browser, handle):
    make_artist(door.campaign.workspace, handle="the-silent", name="The Silent")

    answer = browser.look(f"/@{handle}")

    assert answer.status_code == 404
    assert "There is no page at this address." in page_of(answer)


@pytest.mark.parametrize("path", ["/@", "/@The-Held-Notes", "/@the held notes", "/@%00"])
def test_what_is_no_handle_is_no_page(door, browser, path):
    assert browser.look(path).status_code == 404


def test_a_slash_at_the_end_leads_to_the_same_page(door, browser):
    answer = browser.look(f"{PAGE}/", via="newsletter")

    assert (answer.status_code, answer["Location"]) == (301, f"{PAGE}?via=newsletter")


def test_a_name_is_shown_and_never_read_as_a_page(door, browser):
    Artist.objects.update(name="<b>The</b> & Notes")

    page = browser.look(PAGE).content.decode()

    assert "&lt;b&gt;The&lt;/b&gt; &amp; Notes" in page
    assert "<b>The" not in page


def test_a_release_page_leads_to_the_artists_page_where_there_are_several(door, browser):
    alone = links_of(browser.look(f"/{SLUG}"))
    add_campaign(door, slug="later", title="Later", days=60)

    together = links_of(browser.look(f"/{SLUG}"))

    assert ("All releases", PAGE) not in alone
    assert ("All releases", PAGE) in together


@pytest.mark.parametrize("path", [PAGE, f"/{SLUG}", f"/{SLUG}/open/spotify", f"/{SLUG}/thanks"])
def test_once_nobody_is_named_a_page_that_was_open_says_it_is_not_published(
    door, browser, settings, path
):
    settings.IS_LOOPBACK = False
    settings.CONTROLLER = Controller("", "", "")

    answer = browser.look(path)

    assert answer.status_code == 404
    assert "This page is not published" in page_of(answer)
    assert "Midnight" not in page_of(answer)


def test_without_a_name_no_press_is_taken_and_a_fans_own_page_still_works(door, browser, settings):
    browser.connect()
    settings.IS_LOOPBACK = False
    settings.CONTROLLER = Controller("", "", "")

    connect = browser.press("/connect/spotify", campaign=SLUG)
    remind = browser.press(f"/{SLUG}/remind/spotify")
    own = browser.look(browser.own_page())

    assert (connect.status_code, remind.status_code, own.status_code) == (404, 404, 200)
    assert "Midnight Windows" in page_of(own)


def test_who_was_at_the_service_meanwhile_is_told_and_nothing_is_taken(door, browser, settings):
    params = agree(browser.go_to_spotify(), fan="ada")
    settings.IS_LOOPBACK = False
    settings.CONTROLLER = Controller("", "", "")

    answer = browser.look(RETURN, **params)

    assert answer.status_code == 404
    assert "This page is not published" in page_of(answer)
    assert (PreSave.objects.count(), Grant.objects.count()) == (0, 0)


def test_with_a_name_the_page_is_open(door, browser, settings):
    settings.IS_LOOPBACK = False
    settings.CONTROLLER = Controller("Held Notes", "hello@example.org", "1 Quay")

    assert browser.look(f"/{SLUG}").status_code == 200


def test_showings_are_counted_by_day_bots_apart_and_fetching_ahead_not_at_all(door, browser):
    artist, today = door.campaign.release.artist, clock.now().date()

    browser.look(PAGE)
    browser.look(f"{PAGE}?via=nothing")
    browser.client.head(PAGE)
    browser.client.get(PAGE, headers={"user-agent": "Googlebot/2.1"})
    browser.client.get(PAGE, headers={"sec-purpose": "prefetch;prerender"})

    told = tally_artist_page(artist, today=today)
    assert told == {"people_7": 2, "people_28": 2, "people": 2, "machines": 1}
    assert tally_artist_page(artist, today=today + timedelta(days=7))["people_7"] == 0
    assert browser.client.cookies == {}
