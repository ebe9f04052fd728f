"""Whatever stands behind the keys of a page's contents is read or refused, and never crashes."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st

from countin.campaigns.files import CampaignFile, LinkEntry
from countin.campaigns.findings import BadCampaignFile, Finding
from tests.campaigns.written import RIGHT, read, spoiled, write_file

WORDS = st.sampled_from(
    ["title", "length", "label", "url", "spotify", "deezer", "3:12", "https://a.example/", "x"]
)
LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | WORDS
ODD: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=8,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("odd")


def read_or_refuse(path: Path) -> tuple[CampaignFile | None, tuple[Finding, ...]]:
    try:
        return read(path), ()
    except BadCampaignFile as bad:
        return None, bad.findings


def links_of(file: CampaignFile | None) -> tuple[LinkEntry, ...]:
    if file is None:
        return ()
    return (*(file.artist.links or ()), *file.release.links, *file.preorders, *file.native)


def text_with(key: str, *, value: str) -> str:
    if key in ("preorder", "native"):
        return f"{RIGHT}{key}: {value}\n"
    if key == "artist.links":
        return spoiled("release:\n", new=f"  links: {value}\nrelease:\n")
    return spoiled("slug: midnight", new=f"  {key}: {value}\nslug: midnight")


@pytest.mark.parametrize(
    "key", ["preorder", "native", "artist.links", "links", "tracks", "clip", "video", "captions"]
)
@how(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=ODD)
def test_it_is_read_or_refused_with_a_line_and_a_mend(folder: Path, key: str, value: Any):
    path = write_file(folder, text=text_with(key, value=json.dumps(value)))

    file, findings = read_or_refuse(path)

    assert all(finding.line and finding.what and finding.mend for finding in findings)
    assert all(link.url.startswith("https://") for link in links_of(file))
    assert (file is None) == bool(findings)
