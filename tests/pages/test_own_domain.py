"""An artist's own domain: their public pages, nobody known, nothing decided."""

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from countin.campaigns.domains import DomainTaken, set_domain
from countin.campaigns.models import Artist, ArtistDomain, Channel
from countin.clock import now
from countin.fans.models import Fan
from countin.pages.domains.own_domains import forget_domains
from countin.presaves.models import PreSave
from countin.visits.links import channel_link
from tests.artists import make_artist
from tests.pages.door import FIREFOX, RETURN, SLUG, Browser
from tests.providers.spotify_stage import agree

HOST = "music.heldnotes.example"
ASKING = "/.well-known/count-in/domain"


class Visitor(Browser):
    """A browser on the artist's domain; cookies of two hosts are two jars."""

    def __init__(self, host: str) -> None:
        super().__init__()
        self.there = Client(raise_request_exception=False, HTTP_USER_AGENT=FIREFOX, HTTP_HOST=host)

    def visit(self, path: str, **query: str):
        return self.there.get(path, query)


@pytest.fixture
def at_domain(door, settings):
    """On the port of the base address, as a proxy in front of both would be."""
    set_domain(door.campaign.release.artist, host=HOST, own_hosts=(), now=now())
    forget_domains()
    port = settings.BASE_URL.rpartition(":")[2]
    yield Visitor(f"{HOST}:{port}")
    forget_domains()


def origin(settings) -> str:
    return str(settings.BASE_URL).replace("127.0.0.1", HOST)


def go_over(visitor: Browser, settings, press: str, *, origin_: str = "", **fields: str):
    """What the browser does with the form there: another site's press, without cookies."""
    sent = {"origin": origin_ or origin(settings), "sec-fetch-site": "cross-site"}
    stranger = Client(raise_request_exception=False, HTTP_USER_AGENT=FIREFOX)
    return stranger.post(f"/connect/over/{press}?lang=de", fields, headers=sent)


def press_again(browser: Browser, answer: Any) -> Any:
    page = answer.content.decode()
    (action,) = re.findall(r'action="([^"]+)" id="over"', page)
    found = re.findall(r'name="([^"]+)" value="([^"]*)"', page)
    fields: dict[str, Any] = {name: unescape(text) for name, text in found}
    return browser.press(unescape(action), **fields)


@pytest.mark.parametrize("path", [f"/{SLUG}", "/"])
def test_pixels_may_be_framed_there_too(at_domain, settings, path: str):
    """What a page allows itself is not lost on the way through this door."""
    Artist.objects.update(pixels={"meta": "1234567890123456"})

    policy = at_domain.visit(path)["Content-Security-Policy"]

    assert "frame-src 'self'" in policy
    assert f" {settings.BASE_URL};" in policy, "forms go to the base address"
    (frame,) = re.findall(r'data-frame="([^"?]+)', at_domain.visit(path).content.decode())
    assert at_domain.visit(frame, heard="view").status_code == 200


def test_programs_hear_of_this_artists_pages_alone(at_domain, settings):
    """Another artist's page has no address on this domain, so nothing is told of one."""
    address = f"{origin(settings)}/{SLUG}"
    told = at_domain.look("/oembed", url=address)
    workspace = Artist.objects.get().workspace
    ArtistDomain.objects.update(artist=make_artist(workspace, handle="somebody-else"))
    forget_domains()

    assert (told.status_code, at_domain.look("/oembed", url=address).status_code) == (200, 404)


def test_its_pages_stand_there(at_domain):
    page = at_domain.visit(f"/{SLUG}")

    assert page.status_code == 200
    assert "Midnight Windows" in page.content.decode()
    assert at_domain.visit("/").content.decode().count("The Held Notes") > 0
    assert at_domain.visit("/@the-held-notes")["Location"] == "/"


def test_every_form_there_leads_over_to_the_base_address(at_domain, settings):
    page = at_domain.visit(f"/{SLUG}")

    actions = re.findall(r'<form\b[^>]*action="([^"]+)"', page.content.decode())
    assert len(actions) == 2
    assert all(one.startswith(f"{settings.BASE_URL}/connect/over/") for one in actions)
    assert settings.BASE_URL in page["Content-Security-Policy"].split("form-action")[1]
    assert page["Referrer-Policy"] == "strict-origin"


def test_nothing_else_stands_there(at_domain):
    paths = [
        *("/studio/", "/api/v1/openapi.json", "/me", "/metrics", "/nothing", "/oembed"),
        *(f"/{SLUG}/embed", f"/{SLUG}/apple", f"/{SLUG}/preview", f"/{SLUG}/reminder/spotify"),
        *("/connect/spotify/return", "/l/abcdef", "/sw.js", "/@somebody-else", ASKING),
    ]
    answers = {path: at_domain.visit(path).status_code for path in paths}

    assert {path: code for path, code in answers.items() if code not in (401, 404)} == {}


def test_nobody_presses_there(at_domain, settings):
    for path in (f"/{SLUG}/remind/spotify", "/connect/spotify", f"/{SLUG}"):
        answer = at_domain.there.post(path, {}, headers={"origin": settings.BASE_URL})

        assert answer.status_code in (403, 404), path


def test_a_campaign_of_another_artist_is_not_there(door, at_domain):
    other = make_artist(door.campaign.workspace, handle="juniper-wharf")
    foreign = door.another_campaign("second-tide")
    foreign.release.artist = other
    foreign.release.save()

    assert at_domain.visit("/second-tide").status_code == 404
    assert at_domain.look("/second-tide").status_code == 200


def test_a_host_of_nobody_is_refused(door):
    stranger = Client(raise_request_exception=False, HTTP_HOST="evil.example")

    assert stranger.get(f"/{SLUG}").status_code == 400


def test_the_domain_is_the_canonical_address_everywhere(at_domain, settings):
    canonical = f'<link rel="canonical" href="{origin(settings)}/{SLUG}">'

    assert canonical in at_domain.visit(f"/{SLUG}").content.decode()
    assert canonical in at_domain.look(f"/{SLUG}").content.decode()
    told = at_domain.look("/oembed", url=f"{origin(settings)}/{SLUG}")
    assert f'src="{settings.BASE_URL}/{SLUG}/embed"' in told.json()["html"]


def test_a_fan_goes_over_and_comes_back_to_the_domains_thanks(door, at_domain, settings):
    over = go_over(at_domain, settings, "connect/spotify", campaign=SLUG, follow="yes")
    assert over.status_code == 200
    away = press_again(at_domain, over)
    back = at_domain.look(RETURN, **agree(away["Location"], fan="ada"))

    ticketed = back["Location"]
    assert ticketed.startswith(f"{origin(settings)}/{SLUG}/thanks?done=")
    assert PreSave.objects.get().connection is not None
    kept = at_domain.there.get(ticketed.removeprefix(origin(settings)))
    assert kept["Location"] == f"/{SLUG}/thanks"
    page = at_domain.visit(f"/{SLUG}/thanks").content.decode()
    assert "You're in." in page
    # Nobody is known there: no key, no button that would take anything back.
    assert at_domain.client.cookies["countin_fan"].value not in page
    assert "/me/" not in page
    assert re.findall("<form", page) == []
    assert set(at_domain.there.cookies) == {"countin_ticket"}
    # At the base address everything is as ever.
    assert at_domain.look(at_domain.own_page()).status_code == 200


def test_the_thanks_are_nobodys_without_a_ticket_of_ours(at_domain, settings):
    for word in ("", "1-1-" + "0" * 32, "x"):
        at_domain.there.cookies["countin_ticket"] = word
        answer = at_domain.visit(f"/{SLUG}/thanks")

        assert answer["Location"] == f"/{SLUG}"


def test_no_other_origin_goes_over(at_domain, settings):
    for stranger in ["https://evil.example", "null", f"https://{HOST}", f"http://{HOST}:1"]:
        answer = go_over(at_domain, settings, "connect/spotify", origin_=stranger, campaign=SLUG)

        assert answer.status_code == 403, stranger


def test_nothing_goes_over_but_the_artists_own_presses(at_domain, settings):
    for press in [
        *("studio/account/", "connect/over/connect/spotify", "api/v1/campaigns", "connect/spotify"),
        *("second-tide/remind/spotify", "@somebody/list", "me/leave", f"{SLUG}/remind/../x"),
    ]:
        answer = go_over(at_domain, settings, press, campaign="second-tide")

        assert answer.status_code == 404, press


def test_a_known_fan_stays_one_fan_when_a_reminder_goes_over(at_domain, settings):
    at_domain.connect("ada")

    press_again(at_domain, go_over(at_domain, settings, f"{SLUG}/remind/spotify", campaign=SLUG))

    assert Fan.objects.count() == 1


def ask_for(name: str, **caller: Any) -> int:
    return Client().get(ASKING, {"domain": name}, **caller).status_code


def test_only_the_proxy_itself_learns_which_names_are_ours(at_domain, settings):
    assert ask_for(HOST) == 200
    assert ask_for("evil.example") == 404
    assert ask_for(HOST, HTTP_X_FORWARDED_FOR="203.0.113.9") == 404
    assert ask_for(HOST, REMOTE_ADDR="203.0.113.9") == 404
    assert ask_for(HOST, HTTP_HOST="172.31.90.3:8000") == 200


def test_many_strange_names_are_put_off_and_ours_never(at_domain):
    answers = {ask_for(f"{number}.evil.example") for number in range(140)}

    assert answers == {404, 429}
    assert ask_for(HOST) == 200


def test_a_short_domain_leads_where_the_long_link_does(door, settings):
    settings.SHORT_DOMAIN = "midn.example"
    channel = Channel.objects.create(campaign=door.campaign, name="poster")
    code = channel_link(channel, now=now()).code
    short = Client(raise_request_exception=False, HTTP_HOST="midn.example")

    assert short.get(f"/{code}")["Location"] == f"{settings.BASE_URL}/{SLUG}?via=poster"
    assert short.get("/")["Location"] == f"{settings.BASE_URL}/"
    for path in (f"/{SLUG}x", "/studio/", "/me", f"/l/{code}", "/abc/def"):
        assert short.get(path).status_code == 404, path


def test_a_domain_belongs_to_one_artist(door, at_domain):
    other = make_artist(door.campaign.workspace, handle="juniper-wharf")

    with pytest.raises(DomainTaken):
        set_domain(other, host=HOST, own_hosts=(), now=now())
    with pytest.raises(DomainTaken):
        set_domain(other, host="127.0.0.1", own_hosts={"127.0.0.1"}, now=now())
    assert ArtistDomain.objects.count() == 1
