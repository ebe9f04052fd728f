"""Campaign files as tests write them: one that is right, and ways to spoil it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.reading import read_campaign_file

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HELD_NOTES = "spotify:artist:0TheHeldNotesArtist001"
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


def findings_in(path: Path) -> tuple[Finding, ...]:
    """What is wrong with this file, which must be refused."""
    with pytest.raises(BadCampaignFile) as caught:
        read_campaign_file(path)
    return caught.value.findings


def only_finding_in(path: Path) -> Finding:
    """The one thing that is wrong with this file."""
    (finding,) = findings_in(path)
    return finding
