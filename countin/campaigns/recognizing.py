"""What somebody pasted: a link, a barcode or an ISRC; and what the services say it is."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from countin.campaigns.codes import BadCode, read_isrc, read_upc
from countin.campaigns.outside import OUTSIDE_SERVICES, host_of, is_within, read_address
from countin.pacing.talking import may_ask, talk
from countin.providers.contract import (
    BadId,
    Hit,
    IdForms,
    Provider,
    ProviderError,
    Release,
    is_set_up,
)

_LOOKS_LIKE_UPC: Final = re.compile(r"[0-9][0-9 -]{9,18}[0-9]")
_LOOKS_LIKE_ISRC: Final = re.compile(r"[A-Za-z]{2}[- ]?[A-Za-z0-9]{3}[- ]?[0-9]{2}[- ]?[0-9]{5}")
_MARKETS: Final = ("US", "DE", "JP")
_LONGEST: Final = 500


@dataclass(frozen=True)
class Pasted:
    """A key of the campaign file's release with its value. `key`: upc, isrc, a provider's name
    or that of another service, whose address `value` is."""

    key: str
    value: str
    is_elsewhere: bool = False  # a link of a service that is no provider here


@dataclass(frozen=True)
class Sighted:
    """A hit, and the provider that showed it."""

    provider: str
    hit: Hit


@dataclass(frozen=True)
class Recognized:
    """What the services that can be asked know of it; `unasked` says why others could not."""

    sighted: tuple[Sighted, ...]
    unasked: tuple[str, ...]
    asked: tuple[str, ...]  # names of services, as people know them


def recognize(text: str, *, id_forms: Mapping[str, IdForms]) -> Pasted:
    """Which code or link this is. Raises BadCode, also for what is nothing of the kind."""
    given = text.strip()[:_LONGEST]
    if _LOOKS_LIKE_UPC.fullmatch(given):
        return Pasted("upc", read_upc(given))
    if _LOOKS_LIKE_ISRC.fullmatch(given):
        return Pasted("isrc", read_isrc(given.replace(" ", "").replace("-", "")))
    for name, forms in id_forms.items():
        if given.startswith(f"{name}:") or is_within(given, domains=forms.hosts):
            return Pasted(name, _spelled(given, forms=forms))
    return _read_elsewhere(given)


def look_up_pasted(
    pasted: Pasted, *, providers: Mapping[str, Provider], now: datetime
) -> Recognized:
    """Ask every provider that could know. A service that can't answer now is named, and never a
    reason to stop."""
    sighted: list[Sighted] = []
    unasked: list[str] = []
    asked: list[str] = []
    for provider in providers.values():
        if pasted.key not in (*provider.abilities.looks_up_by, provider.name):
            continue
        if not provider.can_look:
            if not is_set_up(provider) and pasted.key != provider.name:
                continue
            unasked.append(f"{provider.words.name}: no key is set, so it can't be asked.")
            continue
        try:
            hits = _ask(pasted, provider=provider, now=now)
        except ProviderError as error:
            unasked.append(f"{provider.words.name} could not be asked: {error}")
            continue
        asked.append(provider.words.name)
        sighted += [Sighted(provider.name, hit) for hit in hits]
    return Recognized(tuple(sighted), tuple(unasked), tuple(asked))


def _spelled(text: str, *, forms: IdForms) -> str:
    try:
        return forms.release(text)
    except BadId as bad:
        raise BadCode(bad.what, bad.mend) from None


def _read_elsewhere(text: str) -> Pasted:
    if "://" not in text:
        raise BadCode(
            "This is neither a link nor a code that we know.",
            "Paste a link of the release, its UPC (12 or 13 digits) or ISRC (like "
            "QZ-ABC-26-00001), or go on without one.",
        )
    address = read_address(text)
    for name, service in OUTSIDE_SERVICES.items():
        if is_within(address, domains=service.domains):
            return Pasted(name, address, is_elsewhere=True)
    raise BadCode(
        f"{host_of(address)} is no music service that we know.",
        "Open the release there and copy the address from the browser's bar, or go on without.",
    )


def _ask(pasted: Pasted, *, provider: Provider, now: datetime) -> Sequence[Hit]:
    if not may_ask(provider, now=now):
        raise _Silent("it has to be left alone for a while.")
    wanted = Release(
        title="",
        kind="single",
        artist_name="",
        pinned_id=pasted.value if pasted.key == provider.name else None,
        upc=pasted.value if pasted.key == "upc" else None,
        isrc=pasted.value if pasted.key == "isrc" else None,
    )
    for find in (provider.find_release, provider.find_upcoming):
        for market in _MARKETS:
            if hits := talk(provider, question=find(wanted, market=market, now=now), now=now):
                return hits
    return ()


class _Silent(ProviderError):
    """The service asked for silence."""
