"""Looking a release up while a campaign file is applied: to pin its ids, or to refuse a code
that leads to another artist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from countin.campaigns.choosing import Choice, choose_hit, describe_hit
from countin.campaigns.findings import Finding
from countin.pacing.talking import may_ask, talk
from countin.providers.contract import Hit, Provider, ProviderError, Release

# Nobody knows yet where the fans are. The first of these that shows it will do.
_MARKETS: Final = ("US", "DE", "JP")


@dataclass
class LookUp:
    """What the services know: ids confirmed, hits to choose from, words for the organizer."""

    pinned: dict[str, str] = field(default_factory=dict)
    hits: dict[str, tuple[Hit, ...]] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def look_up_release(
    wanted: Release, *, provider: Provider, lines: Mapping[str, int], now: datetime, into: LookUp
) -> None:
    """Ask one provider by the pinned id and by each code. Several hits are listed, never
    chosen from; a service that can't answer now is no reason to refuse the file."""
    if not may_ask(provider, now=now):
        into.notes.append(_unasked(provider, "it has to be left alone for a while"))
        return
    try:
        choices = [
            (key, choose_hit(_ask(question, provider=provider, now=now), wanted=question))
            for key, question in _questions(wanted, provider=provider)
        ]
    except ProviderError as error:
        into.notes.append(_unasked(provider, str(error).rstrip(".")))
        return
    _refuse_other_artists(choices, wanted=wanted, provider=provider, lines=lines, into=into)
    _take_first(choices, wanted=wanted, provider=provider, into=into)


def _questions(wanted: Release, *, provider: Provider) -> list[tuple[str, Release]]:
    """One for the id and one for each code, so that a finding can name the line."""
    nothing = replace(wanted, pinned_id=None, upc=None, isrc=None)
    questions = (
        (f"release.{provider.name}", replace(nothing, pinned_id=wanted.pinned_id)),
        ("release.upc", replace(nothing, upc=wanted.upc)),
        ("release.isrc", replace(nothing, isrc=wanted.isrc)),
    )
    return [(key, question) for key, question in questions if question != nothing]


def _ask(question: Release, *, provider: Provider, now: datetime) -> Sequence[Hit]:
    # Without the artist: a hit of somebody else must be seen to be refused.
    anyones = replace(question, artist_id=None)
    for market in _MARKETS:
        asked = provider.find_release(anyones, market=market, now=now)
        if hits := talk(provider, question=asked, now=now):
            return hits
    return ()


def _refuse_other_artists(
    choices: list[tuple[str, Choice]],
    *,
    wanted: Release,
    provider: Provider,
    lines: Mapping[str, int],
    into: LookUp,
) -> None:
    for key, choice in choices:
        if not choice.is_of_another:
            continue
        hit = choice.others[0]
        what = (
            f"On {provider.words.name} this leads to another artist than {wanted.artist_name}: "
            f"“{hit.title}” by {hit.artist_name} ({', '.join(hit.artist_ids) or 'no id given'})."
        )
        into.findings.append(Finding(lines.get(key), what, _mend(wanted, provider=provider)))


def _mend(wanted: Release, *, provider: Provider) -> str:
    if wanted.artist_id:
        return f"Mend it, or the artist's `{provider.name}` id."
    return f"Mend it; if it is the same artist, give the id as `{provider.name}` under `artist`."


def _take_first(
    choices: list[tuple[str, Choice]], *, wanted: Release, provider: Provider, into: LookUp
) -> None:
    """The id rules over the UPC, the UPC over the ISRC: one recording is on many releases."""
    name = provider.words.name
    found = next((choice for _key, choice in choices if choice.ours), None)
    if found is None:
        if not into.findings:
            into.notes.append(
                f"{name} does not show this release yet. That is usual before its day; "
                "it is looked for again when its moment comes."
            )
    elif found.only is None:
        into.hits[provider.name] = found.ours
        listed = "".join(f"\n  {describe_hit(hit)}" for hit in found.ours)
        into.notes.append(
            f"{name} has {len(found.ours)} releases that fit; none was chosen. "
            f"Put the right one into the file as `{provider.name}:` under `release:`.{listed}"
        )
    else:
        into.pinned[provider.name] = wanted.pinned_id or found.only.id
        into.notes.append(_confirmed(found.only, wanted=wanted, name=name))


def _confirmed(hit: Hit, *, wanted: Release, name: str) -> str:
    how = "" if wanted.artist_id and hit.artist_ids else " The artist was compared by name only."
    return f"{name} shows it: {describe_hit(hit)}.{how}"


def _unasked(provider: Provider, reason: str) -> str:
    return (
        f"{provider.words.name} could not be asked for the release ({reason}). "
        "The file is accepted as it is; apply it again later to see the hits."
    )
