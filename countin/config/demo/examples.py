"""The example campaign that is played, with its date moved ahead."""

import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

import yaml

# What the installation has of Spotify: an app with or without extended quota, or no keys at all.
Quota = Literal["extended", "development", "none"]
_EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
_FILES: dict[Quota, str] = {
    "extended": "label-ep.yaml",
    "development": "single-development.yaml",
    "none": "single-development.yaml",
}
_DATE = re.compile(r"^(\s+date:\s*)[-0-9]+", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """A campaign file of the demo's own, and what the demo has to know of it."""

    path: Path
    slug: str
    title: str
    artist: str
    upc: str
    channels: list[str]


def copy_example(quota: Quota, *, into: Path, day: date) -> Example:
    """The example for this quota with `day` as its release date, its artwork beside it."""
    into.mkdir(parents=True)
    source = _EXAMPLES / _FILES[quota]
    text = _DATE.sub(rf"\g<1>{day.isoformat()}", source.read_text("utf-8"))
    path = into / source.name
    path.write_text(text, "utf-8")
    campaign: dict[str, Any] = yaml.safe_load(text)
    release = campaign["release"]
    shutil.copy(_EXAMPLES / release["artwork"], into)
    return Example(
        path=path,
        slug=campaign["slug"],
        title=release["title"],
        artist=campaign["artist"]["name"],
        upc=str(release["upc"]),
        channels=list(campaign.get("channels", [])),
    )
