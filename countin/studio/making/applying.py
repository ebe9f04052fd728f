"""What the studio's forms say becomes a campaign file, and is applied as one: so a file and the
studio can't disagree."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from countin.campaigns.applying import Applied, write_prepared
from countin.campaigns.sending import prepare_sent
from countin.studio.home import may_be_public
from countin.studio.seats import Seat


def apply_document(
    document: Mapping[str, Any],
    *,
    seat: Seat,
    publish: bool,
    artwork: "UploadedFile[Any] | None" = None,
    recordings: "Mapping[str, UploadedFile[Any]] | None" = None,
    drops: Collection[str] = (),
) -> Applied:
    """Create or update. What lies beside a campaign (picture, clip, video, captions) stays unless
    it is replaced or dropped. Raises BadCampaignFile, with nothing written. Notes it in the log."""
    files = {**({"artwork": artwork} if artwork is not None else {}), **(recordings or {})}
    prepared = prepare_sent(
        document,
        files={key: file.chunks() for key, file in files.items()},
        drops=drops,
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


def _note(applied: Applied, *, seat: Seat) -> None:
    slug = applied.campaign.slug
    if applied.created:
        seat.note("campaign created", subject=slug)
    if "published" in applied.changed:
        seat.note("campaign published", subject=slug)
    changed = [key for key in applied.changed if key != "published"]
    if changed and not applied.created:
        seat.note("campaign changed", subject=slug, detail=", ".join(changed))
