"""An installation for a browser to visit: its campaigns, the services and a mailbox."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.browser.mailbox import Mailbox
from tests.databases import own_database
from tests.journeys.installation import wait_until
from tests.journeys.rows import count_on_their_way
from tests.journeys.stage import SLUG, Stage
from tests.providers import soundcloud_stage, tidal_stage

EXAMPLES = Path(__file__).parents[2] / "examples"
AHEAD = timedelta(days=28)
_LONG_AGO = "2020-01-31"
_FILE = """\
artist: {{name: The Held Notes, spotify: "spotify:artist:0TheHeldNotesArtist001",
         apple_music: "9900000001"{artist}}}
release: {{title: {title}, kind: single, upc: "{upc}", timing: global, at: "{at}"{release}}}
slug: {slug}
ask_follow: true
follow_when: release
channels: [newsletter]
audience: {{newsletter: 60}}
{besides}
"""
_CHANGE = """\
from datetime import UTC, datetime
import django
django.setup()
from countin.campaigns.models import Campaign
assert Campaign.objects.filter(slug={slug!r}).update(**{fields}) == 1
"""


class FurtherStage(Stage):
    """With keys at every service that is reached by redirect."""

    def _keys(self) -> dict[str, str]:
        further = tidal_stage.settings_for(self.sim) | soundcloud_stage.settings_for(self.sim)
        return super()._keys() | further


class House:
    """What the tests of this folder visit. Fans and campaigns are made per test, by name."""

    def __init__(self, stage: Stage, *, mailbox: Mailbox | None) -> None:
        self.stage = stage
        self.sim = stage.sim
        self._mailbox = mailbox
        self._said: dict[str, dict[str, str]] = {}

    @property
    def base_url(self) -> str:
        return self.stage.product.base_url

    @property
    def page(self) -> str:
        """The standing campaign: the example of the label's EP, four weeks ahead."""
        return f"{self.base_url}/{SLUG}"

    @property
    def mailbox(self) -> Mailbox:
        assert self._mailbox is not None
        return self._mailbox

    def open_example(self) -> None:
        """Publish the example as it stands, its date moved; here and at the services."""
        day = (datetime.now(UTC) + AHEAD).date()
        self.sim.tell(f"releases/{SLUG}/availability", {"timing": "local", "date": day.isoformat()})
        text = (EXAMPLES / "label-ep.yaml").read_text()
        moved = text.replace("date: 2026-12-18", f"date: {day.isoformat()}")
        assert moved != text or day == date(2026, 12, 18)
        shutil.copy(EXAMPLES / "midnight-windows.jpg", self.stage.folder)
        assert self._apply(moved, slug=SLUG) == ""

    def open_campaign(
        self, slug: str, *, title: str, artist: str = "", release: str = "", besides: str = ""
    ) -> str:
        """Another campaign of its own, an hour ahead; its address. `release_soon` moves it. What
        else its file says: of the artist and the release (", tracks: […]"), and besides (lines
        of their own)."""
        self._said[slug] = {"artist": artist, "release": release, "besides": besides}
        at = datetime.now(UTC) + timedelta(hours=1)
        self.show_release(slug, title=title, at=at)
        assert self._apply_at(slug, title=title, at=at) == ""
        return f"{self.base_url}/{slug}"

    def show_release(self, slug: str, *, title: str, at: datetime | None = None) -> str:
        """At the services alone: from a moment on, or long since. Gives back its name there."""
        known = {"id": slug, "title": title, "kind": "single", "artist": "the-held-notes"}
        when = _global(at) if at else {"timing": "published", "date": _LONG_AGO}
        self.sim.tell("releases", {**known, "tracks": [{"title": title}], **when})
        return slug

    def link_of(self, slug: str) -> str:
        """Where Spotify has a release."""
        album = self.sim.look(f"releases/{slug}")["spotify_uri"].rpartition(":")[2]
        return f"https://open.spotify.com/album/{album}"

    def release_soon(self, slug: str, *, title: str) -> None:
        """Move the release to a moment seconds away, here and at the services."""
        for ahead in (4, 10, 25):
            at = datetime.now(UTC) + timedelta(seconds=ahead)
            if "in the past" not in self._apply_at(slug, title=title, at=at):
                return
        raise AssertionError("this machine takes longer than 25 s to apply a file")

    def wait_for_release(self, slug: str, **counts: Mapping[str, int]) -> None:
        """Until `campaign show` counts so, e.g. presaves={"promised": 0}."""
        shown: dict[str, Any] = {}

        def is_so() -> bool:
            if count_on_their_way(self.stage.product, slug=slug) != counts["presaves"]["promised"]:
                return False
            shown.update(self.stage.product.ask("campaign", "show", slug))
            return all(
                dict(shown[name], **wanted) == shown[name] for name, wanted in counts.items()
            )

        wait_until(is_so, within=45, every=0.5, told=lambda: (shown, self.log[-3000:]))

    def set_campaign(self, slug: str, **fields: str) -> None:
        """Into a state that no command sets; the values are Python of their own."""
        given = "{" + ", ".join(f"{name!r}: {value}" for name, value in fields.items()) + "}"
        environment = self.stage.product.environment
        subprocess.run(
            [sys.executable, "-c", _CHANGE.format(slug=slug, fields=given)],
            env={**environment, "DJANGO_SETTINGS_MODULE": "countin.config.settings"},
            cwd=Path(__file__).parents[2],
            check=True,
        )

    def guest_page(self, slug: str = SLUG) -> str:
        """The private link."""
        return str(self.stage.product.ask("campaign", "guests", slug)["url"])

    @property
    def log(self) -> str:
        return self.stage.product.log

    def _apply_at(self, slug: str, *, title: str, at: datetime) -> str:
        upc = self.sim.look(f"releases/{slug}")["upc"]
        self.sim.tell(f"releases/{slug}/availability", _global(at))
        text = _FILE.format(slug=slug, title=title, upc=upc, at=_iso(at), **self._said[slug])
        return self._apply(text, slug=slug)

    def _apply(self, text: str, *, slug: str) -> str:
        path = self.stage.folder / f"{slug}.yaml"
        path.write_text(text)
        done = self.stage.product.run("campaign", "apply", str(path))
        assert done.returncode == 0 or "in the past" in done.stderr, done.stderr
        return done.stderr if done.returncode else ""


@contextmanager
def open_house(
    folder: Path,
    *,
    has_mailbox: bool = False,
    kind: type[Stage] = Stage,
    called: str = "127.0.0.1",
    settings: Mapping[str, str] | None = None,
    **options: Any,
) -> Iterator[House]:
    """An installation that is served, with the example published; `called`: by which name of
    this machine. Options as of Stage."""
    with Mailbox() as mailbox, own_database() as database_url:
        given = {**(settings or {}), **({"COUNTIN_SMTP_URL": mailbox.url} if has_mailbox else {})}
        with kind(folder, database_url=database_url, settings=given, **options) as stage:
            stage.product.call_itself(called)
            stage.product.serve()
            house = House(stage, mailbox=mailbox if has_mailbox else None)
            house.open_example()
            yield house


def _global(at: datetime) -> dict[str, str]:
    return {"timing": "global", "at": _iso(at)}


def _iso(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
