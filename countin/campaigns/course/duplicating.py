"""A new draft that begins as a campaign that stands: its artist, channels, asks and looks."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from countin.campaigns.applying import apply_sketch
from countin.campaigns.codes import LATER
from countin.campaigns.documents import parse_document
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.models import Campaign, Timing
from countin.campaigns.reading import sketch_document
from countin.campaigns.spelling import spell_campaign
from countin.campaigns.standing import find_standing
from countin.providers.contract import IdForms

_LOOKS = ("artwork", "artwork_width", "artwork_height", "theme")
# Of the release itself, which the new one is not: another code, other tracks, other shops.
_ITS_OWN = ("preorder", "native")


def duplicate_campaign(
    campaign: Campaign,
    *,
    slug: str,
    title: str,
    day: date,
    id_forms: Mapping[str, IdForms],
    media_root: Path,
    now: datetime,
) -> Campaign:
    """The draft. Nothing of any fan comes along, nor what belongs to the release alone: codes,
    tracks, links of shops, recordings. Raises BadCampaignFile for a slug or a day that can't
    stand."""
    if find_standing(slug) is not None:
        raise BadCampaignFile([Finding(None, f"The slug `{slug}` is taken.", "Choose another.")])
    document = _document(campaign, slug=slug, title=title, day=day)
    raw = json.dumps(document, ensure_ascii=False).encode()
    sketch = sketch_document(parse_document(raw), id_forms=id_forms, folder=None)
    with transaction.atomic():
        made = apply_sketch(
            sketch,
            workspace=campaign.workspace,
            providers={},  # it has no code yet: there is nothing to look up
            base_url="",
            media_root=media_root,
            publish=False,
            now=now,
        ).campaign
        for name in _LOOKS if campaign.release.artwork else ():
            setattr(made.release, name, getattr(campaign.release, name))
        made.release.save(update_fields=_LOOKS)
    return made


def _document(campaign: Campaign, *, slug: str, title: str, day: date) -> dict[str, Any]:
    spelled = spell_campaign(campaign)
    kept = {key: value for key, value in spelled.items() if key not in _ITS_OWN}
    release = {
        "title": title,
        "kind": campaign.release.kind,
        "upc": LATER,
        "timing": Timing.LOCAL.value,
        "date": day.isoformat(),
    }
    return {**kept, "slug": slug, "release": release}
