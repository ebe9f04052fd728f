"""A campaign that stands, in the words of the campaign file: put back, it changes nothing."""

from datetime import date
from typing import Any

from countin.campaigns.codes import LATER
from countin.campaigns.models import Campaign, Release, Timing
from countin.campaigns.showing import show_contents
from countin.campaigns.writing import PINNED_BY_FILE

Document = dict[str, Any]


def spell_campaign(campaign: Campaign) -> Document:
    """Every key that its file would have, but for what lies beside a file. Ids that were found
    by a code are left out: they stay as long as the code does."""
    contents, release = show_contents(campaign), campaign.release
    artist = release.artist
    made = (channel for channel in campaign.channels.all() if not channel.made_by)
    channels = sorted(made, key=lambda channel: channel.pk)
    document: Document = {
        "artist": {
            "name": artist.name,
            **{row.provider: row.external_id for row in artist.service_ids.all()},
            **_given(contents["artist"]),
        },
        "release": {**_spell_release(release), **_given(contents["release"])},
        "slug": campaign.slug,
        "ask_follow": campaign.ask_follow,
        "follow_when": campaign.follow_when,
        "channels": [channel.name for channel in channels],
        "audience": {one.name: one.reach for one in channels if one.reach is not None},
        "preorder": contents["preorder"],
        "native": contents["native"],
        "pixels": campaign.pixels,
        "theme": campaign.theme,
    }
    return _given(document)


def spell_moved(campaign: Campaign, *, day: date) -> Document:
    """The same on another day, from midnight wherever a fan is."""
    document = spell_campaign(campaign)
    kept = {key: value for key, value in document["release"].items() if key not in ("at", "date")}
    moved = {**kept, "timing": Timing.LOCAL.value, "date": day.isoformat()}
    return {**document, "release": moved}


def _spell_release(release: Release) -> Document:
    pins = {
        pin.provider: pin.external_id
        for pin in release.pins.all()
        if pin.pinned_by == PINNED_BY_FILE
    }
    codes = _given({"upc": release.upc, "isrc": release.isrc, **pins})
    return {
        "title": release.title,
        "kind": release.kind,
        **(codes or {"upc": LATER}),
        **_spell_schedule(release),
    }


def _spell_schedule(release: Release) -> Document:
    if release.timing == Timing.GLOBAL and release.release_at:
        moment = release.release_at.isoformat().replace("+00:00", "Z")
        return {"timing": Timing.GLOBAL.value, "at": moment}
    return {"timing": Timing.LOCAL.value, "date": release.release_date.isoformat()}


def _given(document: Document) -> Document:
    return {key: value for key, value in document.items() if value not in ("", [], {}, None)}
