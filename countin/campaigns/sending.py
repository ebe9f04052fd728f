"""A campaign that a door sends: a document, and perhaps a picture or a recording. Whatever else its
campaign has beside it stays, unless it is said to go."""

import tempfile
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import yaml

from countin.campaigns.applying import Prepared, prepare_sketch
from countin.campaigns.documents import parse_document
from countin.campaigns.files import CampaignFile
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.reading import sketch_document
from countin.campaigns.standing import find_standing
from countin.providers.contract import IdForms, Provider
from countin.workspaces.models import Workspace

ENCLOSED: Final = ("artwork", "clip", "video", "captions")
_CAPTIONS: Final = "captions"
_VIDEO: Final = "video"
Sent = Mapping[str, Iterable[bytes]]


def prepare_sent(
    document: Mapping[str, Any],
    *,
    files: Sent,
    workspace: Workspace,
    providers: Mapping[str, Provider],
    media_root: Path,
    now: datetime,
    drops: Collection[str] = (),
) -> Prepared:
    """The first half of applying it, outside any transaction: services are asked here, recordings
    encoded. `files` and `drops`: of `ENCLOSED`. Raises BadCampaignFile."""
    id_forms: Mapping[str, IdForms] = {name: one.id_forms for name, one in providers.items()}
    with tempfile.TemporaryDirectory(prefix="countin-sent-") as name:
        folder = Path(name)
        for key, chunks in files.items():
            with (folder / key).open("wb") as file:
                file.writelines(chunks)
        text = yaml.safe_dump(
            _naming(document, files=files), allow_unicode=True, sort_keys=False, width=10_000
        )
        sketch = sketch_document(parse_document(text.encode()), id_forms=id_forms, folder=folder)
        if sketch.file is not None:
            file_sent = replace(sketch.file, keeps_enclosures=True, drops=frozenset(drops))
            if _CAPTIONS in files:
                file_sent = _with_captions(file_sent, folder=folder)
            sketch = replace(sketch, file=file_sent)
        return prepare_sketch(
            sketch, workspace=workspace, providers=providers, media_root=media_root, now=now
        )


def _naming(document: Mapping[str, Any], *, files: Sent) -> dict[str, Any]:
    """The document with the files beside it. A document alone knows no video that stands, so that
    captions are added behind it."""
    beside = {key: key for key in files if key != _CAPTIONS}
    return {**document, "release": {**document["release"], **beside}}


def _with_captions(file: CampaignFile, *, folder: Path) -> CampaignFile:
    standing = find_standing(file.slug)
    stays = standing is not None and standing.release.video and _VIDEO not in file.drops
    if file.release.video is None and not stays:
        what = "Captions belong to a video, and there is none."
        raise BadCampaignFile([Finding(None, what, "Send the video with them.")])
    return replace(file, release=replace(file.release, captions=folder / _CAPTIONS))
