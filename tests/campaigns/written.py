"""Campaign files as tests write them: one that is right, and ways to spoil it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from countin.campaigns.files import CampaignFile
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.reading import read_campaign_file
from countin.providers.apple_music.provider import AppleMusicProvider
from countin.providers.spotify.provider import SpotifyProvider

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
ID_FORMS = {provider.name: provider.id_forms for provider in (SpotifyProvider, AppleMusicProvider)}
HELD_NOTES = "spotify:artist:0TheHeldNotesArtist001"
# `links` of a file knows what each service takes.
FORMS = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
# The simulator's own first release; tests name lines of this text.
RIGHT = """\
artist:
  name: The Held Notes
  spotify: spotify:artist:0TheHeldNotesArtist001
release:
  title: Midnight Windows
  kind: ep
  upc: "410000201015"
  timing: local
  date: 2026-12-18
  artwork: cover.jpg
slug: midnight-windows
ask_follow: true
follow_when: connect
channels: [newsletter, instagram]
audience: {newsletter: 3100}
"""


def write_file(folder: Path, *, text: str = RIGHT, name: str = "campaign.yaml") -> Path:
    """The file with its cover beside it."""
    cover = folder / "cover.jpg"
    if not cover.exists():
        Image.new("RGB", (640, 640), "#225588").save(cover)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def spoiled(old: str, *, new: str) -> str:
    """The right text with one place replaced."""
    assert RIGHT.count(old) == 1, f"{old!r} does not stand once in the right file"
    return RIGHT.replace(old, new)


def with_moment(at: str) -> str:
    """The right text with global timing."""
    return spoiled("timing: local\n  date: 2026-12-18", new=f"timing: global\n  at: {at}")


def read(path: Path) -> CampaignFile:
    """What the file says, where every service is known."""
    return read_campaign_file(path, id_forms=FORMS)


def findings_in(path: Path) -> tuple[Finding, ...]:
    """What is wrong with this file, which must be refused."""
    with pytest.raises(BadCampaignFile) as caught:
        read(path)
    return caught.value.findings


def only_finding_in(path: Path) -> Finding:
    """The one thing that is wrong with this file."""
    (finding,) = findings_in(path)
    return finding
