"""Links of a release, found by its codes: by services that we have keys for, and by open catalogs.
Proposed, never taken."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from countin.campaigns.choosing import is_by_artist
from countin.campaigns.codes import BadCode
from countin.campaigns.outside import OUTSIDE_SERVICES
from countin.campaigns.recognizing import Pasted, look_up_pasted, recognize
from countin.elsewhere.catalogs import Answer, Catalog, Codes, Found, ask_catalogs
from countin.elsewhere.sessions import open_session
from countin.providers.asking import ask
from countin.providers.contract import Hit, IdForms, Provider, Release

_WAIT_S: Final = 5.0


@dataclass(frozen=True)
class Proposal:
    """One link that may be the release's; a person says whether it is."""

    key: str  # the service's name in a campaign file
    value: str  # as the file would hold it
    service: str  # as people know it
    link: str
    title: str
    artist: str
    note: str
    told_by: str


@dataclass(frozen=True)
class Gathered:
    """What was found, who was asked, and who could not be."""

    proposals: tuple[Proposal, ...] = ()
    asked: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def gather_links(
    codes: Codes,
    *,
    providers: Mapping[str, Provider],
    catalogs: Iterable[Catalog],
    who: str,
    now: datetime,
) -> Gathered:
    """Ask everybody who may know, by UPC first. Waits for the network: some seconds at most."""
    told = [
        *_ask_providers(codes, providers=providers, now=now),
        gather_open(codes, providers=providers, catalogs=catalogs, who=who),
    ]
    return Gathered(
        proposals=_once(each for one in told for each in one.proposals),
        asked=tuple(dict.fromkeys(name for one in told for name in one.asked)),
        troubles=tuple(dict.fromkeys(words for one in told for words in one.troubles)),
    )


def gather_open(
    codes: Codes, *, providers: Mapping[str, Provider], catalogs: Iterable[Catalog], who: str
) -> Gathered:
    """The open catalogs alone, all at once; providers say how their links are spelled."""
    if not any_code(codes):
        return Gathered()
    answers = ask(_ask_open(list(catalogs), codes=codes, who=who))
    forms = {name: provider.id_forms for name, provider in providers.items()}
    labels = {name: provider.words.name for name, provider in providers.items()}
    read = (each for answer in answers for each in _read(answer, forms=forms, labels=labels))
    return Gathered(
        proposals=_once(read),
        asked=tuple(answer.catalog for answer in answers if not answer.trouble),
        troubles=tuple(f"{one.catalog}: {one.trouble}." for one in answers if one.trouble),
    )


def any_code(codes: Codes) -> bool:
    """There is something to ask by."""
    return bool(codes.upc or codes.isrc)


def is_by(proposal: Proposal, *, artist: str) -> bool:
    """The catalog names this artist: otherwise a person has to look twice."""
    hit = Hit(proposal.value, proposal.title, proposal.artist, (), proposal.link)
    return is_by_artist(hit, wanted=Release(title="", kind="single", artist_name=artist))


async def _ask_open(catalogs: list[Catalog], *, codes: Codes, who: str) -> list[Answer]:
    # Where a stand-in is asked, it is at a loopback address that an operator set.
    session = open_session(who=who, wait_for_s=_WAIT_S, lets_loopback=True)
    return await ask_catalogs(catalogs, codes=codes, session=session)


def _ask_providers(
    codes: Codes, *, providers: Mapping[str, Provider], now: datetime
) -> Iterator[Gathered]:
    """One code is enough where it finds something."""
    able = {name: provider for name, provider in providers.items() if provider.can_look}
    for key, value in (("upc", codes.upc), ("isrc", codes.isrc)):
        if not value or not able:
            continue
        known = look_up_pasted(Pasted(key, value), providers=able, now=now)
        found = tuple(_of_hit(one.hit, provider=providers[one.provider]) for one in known.sighted)
        yield Gathered(found, known.asked, known.unasked)
        for proposal in found:
            able.pop(proposal.key, None)


def _of_hit(hit: Hit, *, provider: Provider) -> Proposal:
    return Proposal(
        key=provider.name,
        value=hit.id,
        service=provider.words.name,
        link=hit.link,
        title=hit.title,
        artist=hit.artist_name,
        note=hit.note,
        told_by=provider.words.name,
    )


def _read(
    answer: Answer, *, forms: Mapping[str, IdForms], labels: Mapping[str, str]
) -> Iterator[Proposal]:
    for found in answer.found:
        try:
            pasted = recognize(found.link, id_forms=forms)
        except BadCode:
            continue  # a place that no page knows a button for
        yield _of_link(found, pasted=pasted, told_by=answer.catalog, labels=labels)


def _of_link(found: Found, *, pasted: Pasted, told_by: str, labels: Mapping[str, str]) -> Proposal:
    outside = OUTSIDE_SERVICES.get(pasted.key)
    label = labels.get(pasted.key) or (outside.label if outside else pasted.key)
    return Proposal(
        key=pasted.key,
        value=pasted.value,
        service=label,
        link=found.link,
        title=found.title,
        artist=found.artist,
        note=found.note,
        told_by=told_by,
    )


def _once(proposals: Iterable[Proposal]) -> tuple[Proposal, ...]:
    """The first that told of an id; several ids of a service stay several."""
    first: dict[tuple[str, str], Proposal] = {}
    for proposal in proposals:
        first.setdefault((proposal.key, proposal.value), proposal)
    return tuple(first.values())
