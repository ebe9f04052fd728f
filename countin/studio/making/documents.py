"""Between a form and a campaign file: what was typed becomes a document, what stands a form."""

import json
from itertools import count
from typing import Any, Final

from django.conf import settings

from countin.campaigns.codes import LATER
from countin.campaigns.models import Campaign, Timing
from countin.campaigns.recognizing import Pasted, recognize
from countin.campaigns.slugs import LONGEST_SLUG, RESERVED_SLUGS, suggest_slug
from countin.campaigns.spelling import spell_campaign
from countin.studio.forms import ReleaseForm
from countin.studio.making.starting import id_forms, readable_again

_NAMELESS: Final = "release"  # where a title has no letter that an address may have


def free_slug(text: str) -> str:
    """The nearest address to this text that nobody has: with a number at its end, if need be."""
    near = suggest_slug(text) or _NAMELESS
    if near in RESERVED_SLUGS:
        near = f"{near}-release"
    alike = Campaign.objects.filter(slug__startswith=near[: LONGEST_SLUG - 4])
    taken = set(alike.values_list("slug", flat=True))
    numbered = (f"{near[: LONGEST_SLUG - 4]}-{number}" for number in count(2))
    return near if near not in taken else next(slug for slug in numbered if slug not in taken)


def fields_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign that stands, as the form begins with it."""
    release = campaign.release
    document = spell_campaign(campaign)["release"]
    keys = ("upc", "isrc", *settings.PROVIDERS)
    known = [Pasted(key, document[key]) for key in keys if document.get(key, LATER) != LATER]
    return {
        "artist": release.artist.name,
        "title": release.title,
        "kind": release.kind,
        "date": release.release_date,
        "slug": campaign.slug,
        "code": readable_again(known[0]) if known else "",
    }


def document_of(form: ReleaseForm, *, standing: dict[str, Any]) -> dict[str, Any]:
    """As a campaign file. Raises BadCode for a code that is none."""
    given, before = form.cleaned_data, standing.get("release", {})
    document = {
        **standing,
        "artist": {
            **_given_ids(given["artist_ids"]),
            **standing.get("artist", {}),
            "name": given["artist"],
        },
        "slug": given["slug"],
        "ask_follow": standing.get("ask_follow", True),
    }
    kept = {key: before[key] for key in ("tracks", "links") if key in before}
    release = {**kept, "title": given["title"], "kind": given["kind"]}
    document["release"] = {**release, **_schedule(form, before=before), **_code(form, before)}
    return document


def _schedule(form: ReleaseForm, *, before: dict[str, Any]) -> dict[str, Any]:
    """A moment for the whole world stays one as long as its day does."""
    day = form.cleaned_data["date"].isoformat()
    if before.get("timing") == Timing.GLOBAL and before["at"].startswith(day):
        return {"timing": before["timing"], "at": before["at"]}
    return {"timing": Timing.LOCAL.value, "date": day}


def _code(form: ReleaseForm, before: dict[str, Any]) -> dict[str, Any]:
    """What the field says; codes that stood beside it stay."""
    given = form.cleaned_data["code"]
    keys = ("upc", "isrc", *settings.PROVIDERS)
    standing = {key: before[key] for key in keys if before.get(key, LATER) != LATER}
    if not given:
        return standing or {"upc": LATER}
    pasted = recognize(given, id_forms=id_forms())
    if pasted.is_elsewhere:
        links = {**before.get("links", {}), pasted.key: pasted.value}
        return {**(standing or {"upc": LATER}), "links": links}
    return {**standing, pasted.key: pasted.value}


def _given_ids(text: str) -> dict[str, str]:
    """The artist's ids that the services named; what was tampered with counts as none."""
    try:
        ids = json.loads(text or "{}")
    except ValueError:
        return {}
    return {
        name: value
        for name, value in (ids.items() if isinstance(ids, dict) else ())
        if name in settings.PROVIDERS and isinstance(value, str)
    }
