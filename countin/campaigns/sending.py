"""A campaign that a door sends: a document, and perhaps a picture. Whatever else its campaign has
beside it stays."""

import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import yaml

from countin.campaigns.applying import Prepared, prepare_sketch
from countin.campaigns.documents import parse_document
from countin.campaigns.reading import sketch_document
from countin.providers.contract import IdForms, Provider
from countin.workspaces.models import Workspace

_PICTURE: Final = "artwork"


def prepare_sent(
    document: Mapping[str, Any],
    *,
    picture: Iterable[bytes] | None,
    workspace: Workspace,
    providers: Mapping[str, Provider],
    media_root: Path,
    now: datetime,
) -> Prepared:
    """The first half of applying it, outside any transaction: services are asked here. Raises
    BadCampaignFile."""
    id_forms: Mapping[str, IdForms] = {name: one.id_forms for name, one in providers.items()}
    with tempfile.TemporaryDirectory(prefix="countin-sent-") as name:
        folder = Path(name)
        written = {**document, "release": dict(document["release"])}
        if picture is not None:
            written["release"][_PICTURE] = _PICTURE
            with (folder / _PICTURE).open("wb") as file:
                file.writelines(picture)
        text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=10_000)
        sketch = sketch_document(parse_document(text.encode()), id_forms=id_forms, folder=folder)
        if sketch.file is not None:
            sketch = replace(sketch, file=replace(sketch.file, keeps_enclosures=True))
        return prepare_sketch(
            sketch, workspace=workspace, providers=providers, media_root=media_root, now=now
        )
