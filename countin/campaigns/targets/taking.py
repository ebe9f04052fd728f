"""Taking a link that a person confirmed: the campaign is applied anew, with the link in it."""

import json
from collections.abc import Container, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from countin.campaigns.applying import Prepared, prepare_sketch
from countin.campaigns.documents import parse_document
from countin.campaigns.models import Campaign
from countin.campaigns.outside import OUTSIDE_SERVICES
from countin.campaigns.reading import sketch_document
from countin.campaigns.spelling import spell_campaign
from countin.campaigns.targets.gathering import Proposal
from countin.providers.contract import Provider

Pair = tuple[str, str]


def with_links(
    document: Mapping[str, Any], *, pairs: Iterable[Pair], providers: Container[str]
) -> dict[str, Any]:
    """The campaign file with these links, each a service and its value: an id where a provider
    knows the service, else a line of `links`."""
    release = dict(document["release"])
    for key, value in pairs:
        if key in providers:
            release[key] = value
        elif key in OUTSIDE_SERVICES:
            release["links"] = {**release.get("links", {}), key: value}
    return {**document, "release": release}


def pair_of(proposal: Proposal) -> Pair:
    """What a file holds of it."""
    return proposal.key, proposal.value


def read_pair(text: str) -> Pair | None:
    """As a form sends it: the service, a blank, its value. None for anything else."""
    key, _blank, value = text.partition(" ")
    return (key, value) if key and value else None


def prepare_links(
    campaign: Campaign,
    *,
    proposals: Iterable[Proposal],
    providers: Mapping[str, Provider],
    media_root: Path,
    now: datetime,
) -> Prepared:
    """Judged and looked up like any campaign file. Raises BadCampaignFile."""
    pairs = map(pair_of, proposals)
    document = with_links(spell_campaign(campaign), pairs=pairs, providers=providers)
    raw = json.dumps(document, ensure_ascii=False).encode()
    forms = {name: provider.id_forms for name, provider in providers.items()}
    sketch = sketch_document(parse_document(raw), id_forms=forms, folder=None)
    return prepare_sketch(
        sketch, workspace=campaign.workspace, providers=providers, media_root=media_root, now=now
    )


def spell_lines(proposals: Iterable[Proposal], *, providers: Container[str]) -> str:
    """The lines to put into one's own campaign file."""
    given = list(proposals)
    ids = [f"  {one.key}: {one.value}" for one in given if one.key in providers]
    links = [f"    {one.key}: {one.value}" for one in given if one.key not in providers]
    return "\n".join(["release:", *ids, *(["  links:", *links] if links else [])])
