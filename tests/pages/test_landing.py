"""What `/SLUG` shows, from draft to long after release."""

from datetime import UTC, datetime, time

import pytest
from django.utils import formats

from countin import clock
from countin.campaigns.guests import guest_key
from countin.campaigns.models import ArtistId, Campaign, Channel, PinnedId, Sighting
from countin.visits.models import Click
from tests.pages.door import SLUG, Browser, buttons_of, fields_of, page_of, visits


def test_an_open_campaign_offers_every_service_in_its_mode(door, browser, settings):
    settings.PROVIDERS = door.providers(apple=False)

    answer = browser.look(f"/{SLUG}")

    assert buttons_of(answer) == ["Pre-save on Spotify", "Remind me for Apple Music"]


def test_the_service_pressed_last_comes_first(door, browser):
    browser.client.cookies["service"] = "apple_music"

    answer = browser.look(f"/{SLUG}")

    assert buttons_of(answer) == ["Pre-add on Apple Music", "Pre-save on Spotify"]


def test_what_the_services_screen_will_ask_is_said_before(door, browser):
    told = page_of(browser.look(f"/{SLUG}"))

    assert "Spotify asks whether we may change your saved music" in told
    assert "It also asks whether we may change whom you follow" in told
    # Apple's own window comes after a page of ours, which says it.
    assert "Apple asks" not in told


def test_without_any_keys_everyone_is_reminded(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="none", apple=False)

    answer = browser.look(f"/{SLUG}")

    assert buttons_of(answer) == ["Remind me for Spotify", "Remind me for Apple Music"]
    assert "Follow The Held Notes on Spotify" in page_of(answer)


@pytest.mark.parametrize(
    ("mail", "words"), [(True, "a calendar entry, an e-mail, or both"), (False, "an entry in your")]
)
def test_what_a_reminder_can_be_is_said_once(door, browser, settings, mail, words):
    settings.MAIL_IS_SET = mail
    settings.PROVIDERS = door.providers(quota="none", apple=False)

    text = page_of(browser.look(f"/{SLUG}"))

    assert text.count("A reminder is") == text.count(words) == 1


def test_the_page_says_when_in_words_that_are_true_everywhere(door, browser):
    day = formats.date_format(door.campaign.release.release_date, "l, F j, Y")

    answer = browser.look(f"/{SLUG}")

    assert f"{day}, at midnight where you are" in page_of(answer)


def test_a_slash_at_the_end_leads_to_the_same_page(db, browser):
    answer = browser.look(f"/{SLUG}/", via="newsletter")

    assert (answer.status_code, answer["Location"]) == (301, f"/{SLUG}?via=newsletter")


def test_a_global_release_shows_its_instant_for_the_script(door, browser):
    release = door.campaign.release
    release.timing, release.release_at = "global", clock.now().replace(year=2040, microsecond=0)
    release.save()

    answer = browser.look(f"/{SLUG}")

    expected = release.release_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert (
        f'<time datetime="{expected}" data-moment="{{date}}, {{time}}">' in answer.content.decode()
    )


def test_the_follow_box_is_unticked_and_stands_only_where_asked(door, browser):
    asked = browser.look(f"/{SLUG}").content.decode()
    Campaign.objects.update(ask_follow=False)

    unasked = browser.look(f"/{SLUG}").content.decode()

    assert asked.count('type="checkbox"') == 1
    assert "checked" not in asked
    assert "Also follow The Held Notes on Spotify" in asked
    assert 'type="checkbox"' not in unasked


def test_a_visit_is_counted_with_its_channel_and_nothing_more(door, browser):
    browser.client.get(
        f"/{SLUG}?via=newsletter",
        headers={"referer": "https://mail.example/inbox?user=ada", "user-agent": "Mozilla/5.0"},
    )

    visit = visits().get()
    assert visit.channel == Channel.objects.get()
    assert visit.referrer_host == "mail.example"


def test_an_absurd_user_agent_is_cut(door, browser):
    answer = browser.client.get(f"/{SLUG}", headers={"user-agent": "x" * 60_000})

    assert answer.status_code == 200
    assert len(visits().get().browser) <= 40


def test_looking_without_reading_counts_no_visit(door, browser):
    answer = browser.client.head(f"/{SLUG}")

    assert answer.status_code == 200
    assert visits().count() == 0


def test_channel_guest_and_visit_go_on_through_the_form(door, browser, settings):
    key = guest_key(door.campaign, secret_key=settings.SECRET_KEY)

    fields = fields_of(browser.look(f"/{SLUG}", via="newsletter", guest=key))

    assert (fields["via"], fields["guest"]) == ("newsletter", key)
    assert fields["visit"].startswith(f"{visits().get().pk}-")


def test_an_unknown_channel_and_a_forged_guest_key_count_as_none(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="development")

    answer = browser.look(f"/{SLUG}", via="<script>", guest="forged")

    assert "via" not in fields_of(answer)
    assert "guest" not in fields_of(answer)
    assert buttons_of(answer) == ["Pre-add on Apple Music", "Remind me for Spotify"]


def test_the_guests_link_opens_the_direct_way_in_development_mode(door, browser, settings):
    settings.PROVIDERS = door.providers(quota="development")
    key = guest_key(door.campaign, secret_key=settings.SECRET_KEY)

    answer = browser.look(f"/{SLUG}", guest=key)

    assert buttons_of(answer)[0] == "Pre-save on Spotify"


@pytest.mark.parametrize("slug", ["no-such-release", SLUG])
def test_a_draft_and_an_unknown_slug_look_the_same(door, browser, slug):
    Campaign.objects.update(published_at=None)

    answer = browser.look(f"/{slug}")

    assert answer.status_code == 404
    assert "There is no page at this address." in page_of(answer)
    assert "Midnight" not in page_of(answer)


def test_a_paused_campaign_says_so_and_offers_nothing(door, browser):
    Campaign.objects.update(paused_at=clock.now())

    answer = browser.look(f"/{SLUG}")

    assert "Not taking pre-saves right now" in page_of(answer)
    assert buttons_of(answer) == []


def test_after_release_the_address_opens_the_release(door, browser):
    door.release_everywhere()

    answer = browser.look(f"/{SLUG}")

    assert buttons_of(answer) == []
    assert "EP, out now" in page_of(answer)
    assert "Open in Spotify" in page_of(answer)


def test_opening_the_release_is_counted_and_leads_to_the_service(door, browser):
    door.release_everywhere()

    answer = browser.look(f"/{SLUG}/open/spotify", via="newsletter")

    assert answer["Location"] == "https://open.spotify.com/album/0MidnightWindowsEP0001"
    click = Click.objects.get()
    assert (click.kind, click.provider) == ("open", "spotify")
    assert click.channel == Channel.objects.get()


def test_what_the_service_showed_goes_before_our_own_address(door, browser):
    door.release_everywhere()
    now = clock.now()
    Sighting.objects.create(
        release=door.campaign.release,
        provider="spotify",
        market="DE",
        link="https://open.spotify.com/album/seen",
        watched_from=now,
        seen_at=now,
    )

    answer = browser.look(f"/{SLUG}/open/spotify")

    assert answer["Location"] == "https://open.spotify.com/album/seen"


def test_where_no_id_is_known_the_services_search_is_one_tap_away(door, browser):
    door.release_everywhere()
    PinnedId.objects.all().delete()
    ArtistId.objects.all().delete()

    spotify = browser.look(f"/{SLUG}/open/spotify")
    apple_music = browser.look(f"/{SLUG}/open/apple_music")

    words = "The%20Held%20Notes%20Midnight%20Windows"
    assert spotify["Location"] == f"https://open.spotify.com/search/{words}"
    assert apple_music["Location"] == f"https://music.apple.com/us/search?term={words}"
    assert Click.objects.filter(kind="open").count() == 2


@pytest.mark.parametrize(("zone", "is_out"), [("Europe/Berlin", True), ("America/New_York", False)])
def test_where_no_key_can_look_it_opens_with_the_day_of_the_visitors_country(
    door, browser, settings, set_clock, zone, is_out
):
    settings.PROVIDERS = door.providers(quota="none", apple=False)
    day = door.campaign.release.release_date
    set_clock(datetime.combine(day, time(2), tzinfo=UTC))

    answer = browser.look(f"/{SLUG}", time_zone=zone)

    assert ("Open in Spotify" in page_of(answer)) == is_out
    assert "Remind me for Spotify" in buttons_of(answer)


def test_before_release_nothing_can_be_opened(door, browser):
    answer = browser.look(f"/{SLUG}/open/spotify")

    assert answer.status_code == 404
    assert Click.objects.count() == 0


def test_the_follow_link_is_counted_and_leads_to_the_artist(door, browser):
    answer = browser.look(f"/{SLUG}/follow/spotify")

    assert answer["Location"] == "https://open.spotify.com/artist/0TheHeldNotesArtist001"
    assert Click.objects.get().kind == "follow_link"


def test_no_address_from_outside_is_ever_a_target(door, browser):
    answer = browser.look(f"/{SLUG}/follow/spotify", next="https://evil.example", url="//evil")

    assert answer["Location"] == "https://open.spotify.com/artist/0TheHeldNotesArtist001"


def test_the_artwork_comes_in_sizes_and_only_by_its_own_names(door, browser, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "artwork").mkdir()
    stem = "0123456789abcdef01234567"
    (tmp_path / "artwork" / f"{stem}-320.jpg").write_bytes(b"a picture")
    (tmp_path / "secret.jpg").write_bytes(b"a secret")

    shown = browser.look(f"/media/artwork/{stem}-320.jpg")
    hidden = browser.look("/media/artwork/../secret.jpg")

    assert shown.content == b"a picture"
    assert "immutable" in shown["Cache-Control"]
    assert hidden.status_code == 404


def test_a_fan_who_promised_finds_the_way_to_their_own_page(door, browser):
    browser.connect()

    here = browser.look(f"/{SLUG}")
    elsewhere = Browser().look(f"/{SLUG}")

    assert browser.own_page() in here.content.decode()
    assert "/me/" not in elsewhere.content.decode()
