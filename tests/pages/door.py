"""A campaign behind our door, the simulator behind it, and browsers in front."""

import json
import re
import urllib.request
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db.models import QuerySet
from django.test import Client

from countin import clock
from countin.campaigns.models import Campaign, Channel, PinnedId, Release
from countin.pacing.gates import AccountGate
from countin.providers.apple_music.options import AppleMusicOptions
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.asking import ask
from countin.providers.contract import Provider
from countin.providers.http import Http
from countin.providers.spotify.options import SpotifyOptions
from countin.providers.spotify.provider import SpotifyProvider
from countin.visits.buffer import VISITS
from countin.visits.models import Visit
from countin.workspaces.defaults import default_workspace
from simulator.running import RunningSimulator
from tests.artists import make_artist
from tests.providers.spotify_stage import DEVELOPMENT, EXTENDED, agree, settings_for

SLUG = "midnight-windows"
ALBUM = "spotify:album:0MidnightWindowsEP0001"
ARTIST = "spotify:artist:0TheHeldNotesArtist001"
RETURN = "/connect/spotify/return"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


class Browser:
    """One browser with its own cookies, on our own pages unless told otherwise."""

    def __init__(self) -> None:
        self.client = Client(raise_request_exception=False, HTTP_USER_AGENT=FIREFOX)

    def look(self, path: str, **query: str) -> Any:
        return self.client.get(path, query)

    def press(self, path: str, *, headers: Mapping[str, str] | None = None, **fields: Any) -> Any:
        sent = {"origin": settings.BASE_URL} if headers is None else headers
        return self.client.post(path, fields, headers=sent)

    def hand_over(self, **told: str) -> Any:
        return self.client.post(
            "/connect/apple_music/return",
            json.dumps(told),
            content_type="application/json",
            headers={"origin": settings.BASE_URL},
        )

    def go_to_spotify(self, **fields: Any) -> str:
        """Press the button; gives the address of Spotify's own question."""
        answer = self.press("/connect/spotify", **{"campaign": SLUG, **fields})
        assert answer.status_code == 303
        return str(answer["Location"])

    def connect(self, fan: str = "ada", **fields: Any) -> Any:
        """All the way to Spotify and back; gives the answer to the return."""
        return self.look(RETURN, **agree(self.go_to_spotify(**fields), fan=fan))

    def own_page(self) -> str:
        return f"/me/{self.client.cookies['countin_fan'].value}"


class Door:
    """The installation's providers, at the simulator's addresses, and one open campaign."""

    def __init__(self, sim: RunningSimulator) -> None:
        self.sim = sim
        self._sessions: list[Http] = []
        self.campaign = _make_campaign()

    def providers(self, *, quota: str = "extended", apple: bool = True) -> dict[str, Provider]:
        app = {"extended": EXTENDED, "development": DEVELOPMENT}.get(quota)
        spotify = SpotifyOptions.from_values(settings_for(self.sim, app) if app else {})
        music = AppleMusicOptions.from_values(self._apple_values() if apple else {})
        session = self._http("apple_music", music.team_id)
        return {
            "spotify": SpotifyProvider(spotify, http=self._http("spotify", spotify.client_id)),
            "apple_music": AppleMusicProvider(music, http=session, now=clock.now),
        }

    def music_user_token(self, browser: Browser, *, fan: str) -> str:
        """What Apple's script would hand to the page on which this browser is."""
        page = browser.look(f"/{SLUG}/apple").content.decode()
        found = re.search(r'data-token="([^"]+)"', page)
        assert found
        query = urlencode({"app": "Count-In", "origin": settings.BASE_URL, "token": found[1]})
        parts = urlsplit(self.sim.apple_musickit_url)
        request = urllib.request.Request(
            f"{parts.scheme}://{parts.netloc}/apple/authorize?{query}",
            data=urlencode({"fan": fan, "decision": "agree"}).encode(),
            headers={"Accept": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            return str(json.loads(answer.read())["musicUserToken"])

    def release_everywhere(self) -> None:
        """Let the release day be long over."""
        self.move_release(days=-5)

    def move_release(self, *, days: int) -> None:
        day = clock.now().date() + timedelta(days=days)
        Release.objects.filter(pk=self.campaign.release_id).update(release_date=day)

    def another_campaign(self, slug: str) -> Campaign:
        """Of the same artist, for a release to come."""
        standing = self.campaign.release
        release = Release.objects.create(
            artist=standing.artist,
            title="Second Tide",
            kind="single",
            upc=standing.upc,
            timing="local",
            release_date=standing.release_date,
        )
        return Campaign.objects.create(
            workspace=self.campaign.workspace,
            release=release,
            slug=slug,
            published_at=clock.now(),
            created_at=clock.now(),
        )

    def close(self) -> None:
        for session in self._sessions:
            ask(session.close())

    def _http(self, provider: str, client_id: str) -> Http:
        gate = AccountGate(provider=provider, client_id=client_id, now=clock.now)
        self._sessions.append(Http(gate=gate))
        return self._sessions[-1]

    def _apple_values(self) -> dict[str, str]:
        return {
            "COUNTIN_APPLE_TEAM_ID": self.sim.apple_team_id,
            "COUNTIN_APPLE_KEY_ID": self.sim.apple_key_id,
            "COUNTIN_APPLE_PRIVATE_KEY": self.sim.apple_private_key,
            "COUNTIN_APPLE_API_URL": self.sim.apple_api_url,
            "COUNTIN_APPLE_MUSICKIT_URL": self.sim.apple_musickit_url,
        }


def visits() -> QuerySet[Visit]:
    """The visits so far; those that still wait are written first."""
    VISITS.flush()
    return Visit.objects.all()


def page_of(answer: Any) -> str:
    """The page's text as people read it: no tags, single spaces."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("&#x27;", "'").replace("&quot;", '"').split())


def fields_of(answer: Any) -> dict[str, str]:
    """The hidden fields of a page's forms."""
    pattern = r'<input type="hidden" name="(\w+)" value="([^"]*)">'
    return dict(re.findall(pattern, answer.content.decode()))


def buttons_of(answer: Any) -> list[str]:
    """The names of a page's buttons, in order, without those that wait for a script."""
    found = re.findall(
        r"<button(?![^>]* hidden)[^>]*>(.*?)</button>", answer.content.decode(), re.DOTALL
    )
    return [" ".join(name.split()) for name in found]


def _make_campaign() -> Campaign:
    now = datetime.now(UTC)
    workspace = default_workspace(now=now)
    artist = make_artist(workspace, spotify=ARTIST, apple_music="9900000001")
    release = Release.objects.create(
        artist=artist,
        title="Midnight Windows",
        kind="ep",
        upc="410000201015",
        timing="local",
        release_date=(now + timedelta(days=25)).date(),
    )
    PinnedId.objects.create(
        release=release, provider="spotify", external_id=ALBUM, pinned_at=now, pinned_by="file"
    )
    campaign = Campaign.objects.create(
        workspace=workspace,
        release=release,
        slug=SLUG,
        ask_follow=True,
        published_at=now,
        created_at=now,
    )
    Channel.objects.create(campaign=campaign, name="newsletter", reach=3100)
    return campaign
