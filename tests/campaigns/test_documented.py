"""Whoever writes a campaign file finds every key in docs/running/campaign-file.md."""

import re
from pathlib import Path

from countin.campaigns import reading
from countin.campaigns.outside import OUTSIDE_SERVICES
from tests.campaigns.written import ID_FORMS

DOC = Path(__file__).parents[2] / "docs" / "running" / "campaign-file.md"


def keys_in_the_table() -> set[str]:
    section = DOC.read_text("utf-8").partition("## Keys")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| (`[^|]+`) \|", section, re.MULTILINE)
    return {key for row in rows for key in re.findall(r"`([a-z_.]+)`", row)}


def test_the_table_has_every_key_and_no_other():
    tables = {
        "": [key for key in reading._KEYS if key not in ("artist", "release")],
        "artist.": [*reading._ARTIST_KEYS, *ID_FORMS],
        "release.": [*reading._RELEASE_KEYS, *ID_FORMS],
    }

    known = {f"{prefix}{key}" for prefix, keys in tables.items() for key in keys}

    assert keys_in_the_table() == known


def test_every_service_without_a_provider_is_named():
    """The others stand in the table of services, which is made from the code."""
    (listed,) = re.findall(
        r"^Besides, (.*?) are links on the page", DOC.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )

    assert set(re.findall(r"`([a-z_]+)`", listed)) == set(OUTSIDE_SERVICES)
