"""A campaign that is sent instead of lying in a folder: read alike, naming nothing beside it."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from countin.campaigns.applying import apply_sketch
from countin.campaigns.documents import LARGEST_FILE, parse_document
from countin.campaigns.files import Sketch
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.reading import sketch_document
from countin.providers.contract import Provider
from countin.workspaces.models import Workspace
from tests.campaigns.conftest import Apply
from tests.campaigns.written import ID_FORMS, NOW, RIGHT, spoiled

PICTURELESS = spoiled("  artwork: cover.jpg\n", new="")


def sent(text: str) -> Sketch:
    return sketch_document(parse_document(text.encode()), id_forms=ID_FORMS, folder=None)


def test_what_is_sent_says_the_same_as_a_file():
    file = sent(PICTURELESS).file

    assert file is not None
    assert (file.slug, file.release.upc) == ("midnight-windows", "410000201015")


def test_a_picture_can_not_lie_beside_what_is_sent():
    sketch = sent(RIGHT)

    assert sketch.file is None
    assert [str(finding) for finding in sketch.findings] == [
        "line 10: What is sent has no picture lying beside it. "
        "Leave the line out; what the page shows already stays."
    ]


def test_more_than_a_page_of_text_is_refused():
    with pytest.raises(BadCampaignFile, match="larger than 64 KB"):
        parse_document(b"#" * (LARGEST_FILE + 1))


def test_the_picture_of_the_file_stays_when_a_change_is_sent(
    apply: Apply, workspace: Workspace, no_keys: Mapping[str, Provider], tmp_path: Path
):
    before = apply().campaign.release.artwork

    applied = apply_sketch(
        sent(PICTURELESS.replace("Midnight Windows", "Midnight Doors")),
        workspace=workspace,
        providers=no_keys,
        base_url="http://127.0.0.1:8000",
        media_root=tmp_path,
        publish=True,
        now=NOW,
    )

    assert before
    assert applied.campaign.release.artwork == before
    assert applied.changed == ("release.title",)


def test_findings_of_the_file_and_of_what_stands_come_together(
    workspace: Workspace, no_keys: Mapping[str, Provider], tmp_path: Path
):
    text = PICTURELESS.replace("2026-12-18", "2020-01-01").replace("kind: ep", "kind: opera")

    with pytest.raises(BadCampaignFile) as refusal:
        apply_sketch(
            sent(text),
            workspace=workspace,
            providers=no_keys,
            base_url="http://127.0.0.1:8000",
            media_root=tmp_path,
            publish=True,
            now=NOW,
        )

    assert [finding.line for finding in refusal.value.findings] == [6, 9]
