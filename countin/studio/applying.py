"""What the studio's forms say becomes a campaign file, and is applied as one: so a file and the
studio can't disagree."""

import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from countin.campaigns.applying import Applied, prepare_campaign_file, write_prepared
from countin.campaigns.files import CampaignFile
from countin.campaigns.reading import read_campaign_file
from countin.studio.home import may_be_public
from countin.studio.seats import Seat
from countin.studio.starting import id_forms

_PICTURE = "artwork"


def apply_document(
    document: Mapping[str, Any],
    *,
    seat: Seat,
    publish: bool,
    artwork: "UploadedFile[Any] | None" = None,
) -> Applied:
    """Create or update. What lies beside a campaign (picture, clip, video) stays unless it is
    replaced. Raises BadCampaignFile, with nothing written. Notes it in the log."""
    with tempfile.TemporaryDirectory(prefix="countin-studio-") as name:
        folder = Path(name)
        file = _write(document, folder=folder, artwork=artwork)
        prepared = prepare_campaign_file(
            replace(file, keeps_enclosures=True),
            workspace=seat.workspace,
            providers=settings.PROVIDERS,
            media_root=Path(settings.MEDIA_ROOT),
            now=seat.now,
        )
    with transaction.atomic():
        applied = write_prepared(
            prepared,
            workspace=seat.workspace,
            base_url=settings.BASE_URL,
            publish=publish and may_be_public(),
            now=seat.now,
        )
        _note(applied, seat=seat)
    return applied


def _write(
    document: Mapping[str, Any], *, folder: Path, artwork: "UploadedFile[Any] | None"
) -> CampaignFile:
    written = {**document, "release": dict(document["release"])}
    if artwork is not None:
        written["release"][_PICTURE] = _PICTURE
        with (folder / _PICTURE).open("wb") as picture:
            picture.writelines(artwork.chunks())
    path = folder / "campaign.yaml"
    text = yaml.safe_dump(written, allow_unicode=True, sort_keys=False, width=10_000)
    path.write_text(text, encoding="utf-8")
    return read_campaign_file(path, id_forms=id_forms())


def _note(applied: Applied, *, seat: Seat) -> None:
    slug = applied.campaign.slug
    if applied.created:
        seat.note("campaign created", subject=slug)
    if "published" in applied.changed:
        seat.note("campaign published", subject=slug)
    changed = [key for key in applied.changed if key != "published"]
    if changed and not applied.created:
        seat.note("campaign changed", subject=slug, detail=", ".join(changed))
