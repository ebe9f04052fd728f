"""Whoever writes a campaign file finds every key in docs/running/campaign-file.md."""

import re
from pathlib import Path

from django.conf import settings

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


def test_every_further_service_is_named():
    (listed,) = re.findall(
        r"^Known are (.*?)\. A link", DOC.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )

    taken = {name for name, provider in settings.PROVIDERS.items() if provider.id_forms.link}
    assert set(re.findall(r"`([a-z_]+)`", listed)) == {*OUTSIDE_SERVICES, *taken}
