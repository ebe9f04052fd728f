"""Reads a campaign file whole and collects everything that is wrong with it."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

from countin.campaigns.artwork import BadArtwork, check_artwork
from countin.campaigns.codes import read_isrc, read_upc
from countin.campaigns.documents import read_document
from countin.campaigns.fields import Fields, Findings
from countin.campaigns.files import ArtistEntry, CampaignFile, ReleaseEntry, Schedule, Sketch
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.models import FollowWhen, Kind, Timing
from countin.campaigns.slugs import RESERVED_SLUGS, is_slug, suggest_slug
from countin.providers.contract import IdForms

_KEYS: Final = (
    *("artist", "release", "slug", "ask_follow", "follow_when", "channels", "audience"),
)
# Beside these, every provider's name is a key: its id of the artist, of the release.
_ARTIST_KEYS: Final = ("name",)
_RELEASE_KEYS: Final = ("title", "kind", "upc", "isrc", "timing", "date", "at", "artwork")
_MOST_CHANNELS: Final = 200
# Moments are computed around a date: keep well inside what the calendar of Python holds.
_YEARS: Final = range(1970, 2101)
_WHERE_LOST: Final = "none"  # what counts call a promise without a channel


def read_campaign_file(path: Path, *, id_forms: Mapping[str, IdForms]) -> CampaignFile:
    """Raises BadCampaignFile with everything that is wrong in the file itself. `id_forms` holds
    every provider's, by name."""
    sketch = sketch_campaign_file(path, id_forms=id_forms)
    if sketch.file is None:
        raise BadCampaignFile(sketch.findings)
    return sketch.file


def sketch_campaign_file(path: Path, *, id_forms: Mapping[str, IdForms]) -> Sketch:
    """As much as can be read, so that more findings can join those of the file itself.
    Raises BadCampaignFile where nothing can be read."""
    document = read_document(path)
    findings = Findings(document.findings)
    fields = Fields(document.root, findings=findings)
    fields.refuse_unknown(known=_KEYS)
    _require_parts(fields)
    artist = _read_artist(fields.table("artist"), id_forms=id_forms)
    schedule, release = _read_release(
        fields.table("release"), id_forms=id_forms, folder=path.parent
    )
    slug = _read_slug(fields)
    channels, audience = _read_audience_of_channels(fields, findings=findings)
    file = CampaignFile(
        artist=artist,
        release=release,
        slug=slug,
        ask_follow=fields.flag("ask_follow"),
        follow_when=fields.choice(
            "follow_when", of=tuple(FollowWhen.values), default=FollowWhen.CONNECT
        ),
        channels=channels,
        audience=audience,
        lines=findings.lines,
    )
    found = tuple(findings.found)
    return Sketch(
        slug=slug,
        schedule=schedule,
        lines=findings.lines,
        findings=found,
        file=None if found else file,
    )


def _require_parts(fields: Fields) -> None:
    for key in ("artist", "release"):
        if not fields.has(key):
            mend = f"Add `{key}:` and its keys below it, as in examples/."
            fields.refuse(key, what=f"`{key}` is missing.", mend=mend)


def _read_artist(fields: Fields, *, id_forms: Mapping[str, IdForms]) -> ArtistEntry:
    fields.refuse_unknown(known=(*_ARTIST_KEYS, *id_forms))
    ids = {name: fields.code(name, form=forms.artist) for name, forms in id_forms.items()}
    return ArtistEntry(name=fields.required_text("name", longest=200), ids=_given(ids))


def _read_release(
    fields: Fields, *, id_forms: Mapping[str, IdForms], folder: Path
) -> tuple[Schedule | None, ReleaseEntry]:
    fields.refuse_unknown(known=(*_RELEASE_KEYS, *id_forms))
    if not any(fields.has(key) for key in ("upc", "isrc", *id_forms)):
        mend = "Give `upc`, `isrc`, or the release's id at a service: any one is enough."
        fields.refuse("upc", what="Nothing says which release this is.", mend=mend)
    ids = {name: fields.code(name, form=forms.release) for name, forms in id_forms.items()}
    schedule = _read_schedule(fields)
    fields.required_text("kind")
    release = ReleaseEntry(
        title=fields.required_text("title"),
        kind=fields.choice("kind", of=tuple(Kind.values), default="") if fields.has("kind") else "",
        upc=fields.code("upc", form=read_upc),
        isrc=fields.code("isrc", form=read_isrc),
        ids=_given(ids),
        schedule=schedule or Schedule(Timing.LOCAL, date.min, None),
        artwork=_read_artwork(fields, folder=folder),
    )
    return schedule, release


def _given(ids: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in ids.items() if text}


def _read_schedule(fields: Fields) -> Schedule | None:
    timing = fields.choice("timing", of=tuple(Timing.values), default=Timing.LOCAL)
    if timing == Timing.LOCAL:
        _refuse_other_timing(fields, wanted="date", other="at", instead=Timing.GLOBAL)
        day = _read_date(fields)
        return Schedule(Timing.LOCAL, day, None) if day else None
    if timing == Timing.GLOBAL:
        _refuse_other_timing(fields, wanted="at", other="date", instead=Timing.LOCAL)
        moment = _read_moment(fields)
        return Schedule(Timing.GLOBAL, moment.date(), moment) if moment else None
    return None


def _refuse_other_timing(fields: Fields, *, wanted: str, other: str, instead: Timing) -> None:
    if not fields.has(wanted):
        example = "2027-03-05" if wanted == "date" else "2027-03-05T05:00:00Z"
        what = f"`release.{wanted}` is missing."
        fields.refuse(wanted, what=what, mend=f"Add `{wanted}: {example}`.")
    if fields.has(other):
        mend = f"Remove it, or write `timing: {instead}`."
        fields.refuse(other, what=f"`{other}` does not go with this timing.", mend=mend)


def _read_date(fields: Fields) -> date | None:
    text = fields.text("date")
    if not text:
        return None
    try:
        # The pattern: Python reads more forms than people expect here, such as 2026W48.
        day = date.fromisoformat(text) if re.fullmatch(r"[0-9-]{10}", text) else None
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        what = f"{text!r} is no date of a release."
        fields.refuse("date", what=what, mend="Write it like 2027-03-05.")
        return None
    return day


def _read_moment(fields: Fields) -> datetime | None:
    text = fields.text("at")
    if not text:
        return None
    moment = _parse_moment(text)
    if moment is None or moment.year not in _YEARS:
        what = f"{text!r} is no moment of a release."
        fields.refuse("at", what=what, mend="Write it like 2027-03-05T05:00:00Z.")
        return None
    if moment.tzinfo is None:
        mend = f"Add Z for UTC, or an offset: {text}Z."
        fields.refuse("at", what="`at` lacks its time zone.", mend=mend)
        return None
    return moment.astimezone(UTC)


def _parse_moment(text: str) -> datetime | None:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}[0-9Z:+.-]*", text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _read_slug(fields: Fields) -> str:
    slug = fields.required_text("slug")
    if not slug:
        return ""
    if not is_slug(slug):
        what = f"{slug!r} is no slug: small letters, digits and hyphens, at most 63."
        near = suggest_slug(slug)
        fields.refuse("slug", what=what, mend=f"Write `{near}`." if near else "Choose another.")
        return ""
    if slug in RESERVED_SLUGS:
        what = f"The slug `{slug}` is reserved: the address belongs to the product itself."
        fields.refuse("slug", what=what, mend=f"Choose another, like `{slug}-release`.")
        return ""
    return slug


def _read_audience_of_channels(
    fields: Fields, *, findings: Findings
) -> tuple[tuple[str, ...], dict[str, int]]:
    before = len(findings.found)
    channels = _read_channels(fields, findings=findings)
    if len(findings.found) > before:
        # The channels are not known whole: the audience can't be held against them.
        return channels, {}
    return channels, _read_audience(fields, channels=channels)


def _read_channels(fields: Fields, *, findings: Findings) -> tuple[str, ...]:
    channels: list[str] = []
    for line, word in fields.words("channels"):
        if trouble := _trouble_of_channel(word, earlier=channels):
            findings.found.append(Finding(line, *trouble))
        else:
            channels.append(word)
    if len(channels) > _MOST_CHANNELS:
        what = f"There are {len(channels)} channels."
        fields.refuse("channels", what=what, mend=f"Keep them within {_MOST_CHANNELS}.")
    return tuple(channels)


def _trouble_of_channel(word: str, *, earlier: list[str]) -> tuple[str, str] | None:
    if word in earlier:
        return f"The channel `{word}` is named twice.", "Keep one of the two."
    if word == _WHERE_LOST:
        return "The channel name `none` is taken by fans without a channel.", "Choose another."
    if not is_slug(word):
        what = f"{word!r} is no channel name: small letters, digits and hyphens, at most 63."
        near = suggest_slug(word)
        return what, f"Write `{near}`." if near else "Choose another."
    return None


def _read_audience(fields: Fields, *, channels: tuple[str, ...]) -> dict[str, int]:
    audience = fields.table("audience")
    reach: dict[str, int] = {}
    for name, _entry, people in audience.counts():
        if name in channels:
            reach[name] = people
        else:
            what = f"`audience` names `{name[:63]}`, which is no channel of this file."
            audience.refuse(name, what=what, mend="Add it to `channels`, or remove it here.")
    return reach


def _read_artwork(fields: Fields, *, folder: Path) -> Path | None:
    if not (text := fields.text("artwork")):
        return None
    try:
        # resolve() follows symbolic links, so that none leads out of the folder.
        path = (folder / text).resolve()
        if Path(text).is_absolute() or not path.is_relative_to(folder.resolve()):
            what = f"The picture {text!r} lies outside the file's folder."
            raise BadArtwork(what, "Copy it beside the campaign file.")
        check_artwork(path)
    except BadArtwork as bad:
        fields.refuse("artwork", what=bad.what, mend=bad.mend)
        return None
    except OSError as error:
        what = f"The picture can't be read ({error.strerror})."
        fields.refuse("artwork", what=what, mend="Check its name and permissions.")
        return None
    return path
