"""The look itself: is the release there, in this market, now? A job of this room."""

import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Q

from countin.campaigns.choosing import Choice, choose_hit, describe_hit
from countin.campaigns.models import Sighting
from countin.campaigns.waits import LOOKS_FOR, next_look
from countin.campaigns.wanted import asked_by, release_wanted
from countin.campaigns.watching import alarm_subject, record_seen
from countin.pacing.talking import may_ask, talk
from countin.providers.contract import OperatorNeeded, Provider, ProviderError, Release, TryLater
from countin.workspaces.alarms import raise_alarm

# Other jobs get their turn after so many looks, each a call or a few.
_AT_ONCE: Final = 8
# Longer than a look may take: whoever is killed while looking holds the market up this long.
_LEASE: Final = timedelta(seconds=45)
# A look that met a fault was no look: it is made again soon, while a night is young.
_AFTER_FAULT: Final = timedelta(seconds=3)
_NIGHT: Final = timedelta(hours=1)
# A setting has to be mended first.
_OPERATOR_NEEDS: Final = timedelta(minutes=10)
# Without a country of the fan, one has to be named: services show nothing without.
_MARKET_OF_UNKNOWN: Final = "US"
_LOOK_AT_OTHERS: Final = 3
# What is noted of a look that found nothing; everything else is worth telling.
NOT_THERE: Final = "Not there yet."


def look_for_releases(
    *, providers: Mapping[str, Provider], now: datetime, chance: random.Random
) -> int:
    """Look once at each market that is due, a handful a call. Gives back how many were looked
    at. A service that must be left alone is; its markets come first thing afterwards."""
    looked = 0
    for provider in providers.values():
        if not provider.can_look:
            continue
        for sighting in _due_sightings(provider, now=now):
            if not may_ask(provider, now=now):
                break
            if _take_sighting(sighting, now=now):
                _look(sighting, provider=provider, now=now, chance=chance)
                looked += 1
    return looked


def question_for(wanted: Release, *, looks: int) -> Release:
    """What the next look asks. Every second one goes by the codes alone, since an edition that
    is pinned may be missing from a market that has another; the fourth asks for anyone's, so
    that a code which leads to another artist is noticed."""
    has_code = bool(wanted.upc or wanted.isrc)
    if looks == _LOOK_AT_OTHERS:
        wanted = replace(wanted, artist_id=None)
    if looks % 2 and has_code:
        return replace(wanted, pinned_id=None)
    return wanted


def _due_sightings(provider: Provider, *, now: datetime) -> list[Sighting]:
    due = Sighting.objects.due(now).filter(provider=provider.name)
    running = Q(release__campaign__published_at__isnull=False)
    return list(
        due.filter(running)
        .select_related("release__artist", "release__campaign__workspace")
        .prefetch_related("release__pins", "release__artist__service_ids")[:_AT_ONCE]
    )


def _take_sighting(sighting: Sighting, *, now: datetime) -> bool:
    """So that no other worker looks at the same time."""
    mine = Sighting.objects.filter(pk=sighting.pk, next_look_at=sighting.next_look_at)
    return mine.update(next_look_at=now + _LEASE) == 1


def _look(sighting: Sighting, *, provider: Provider, now: datetime, chance: random.Random) -> None:
    wanted = release_wanted(sighting.release, provider_name=provider.name)
    wanted = asked_by(wanted, provider=provider)
    question = question_for(wanted, looks=sighting.looks)
    market = sighting.market or _MARKET_OF_UNKNOWN
    try:
        asked = provider.find_release(question, market=market, now=now)
        hits = talk(provider, question=asked, now=now)
    except ProviderError as error:
        _record_unanswered(sighting, error=error, now=now, chance=chance)
        return
    choice = choose_hit(hits, wanted=wanted)
    if choice.only is not None:
        record_seen(sighting, hit=choice.only, now=now)
        return
    if choice.is_several:
        _call_for_choice(sighting, choice=choice, provider=provider, now=now)
    elif choice.is_of_another:
        _call_for_mending(sighting, choice=choice, provider=provider, now=now)
    _record_unseen(sighting, note=_note(choice), now=now, chance=chance)


def _record_unanswered(
    sighting: Sighting, *, error: ProviderError, now: datetime, chance: random.Random
) -> None:
    if isinstance(error, TryLater) and error.app_wide:
        # Nobody may call: this was no look.
        _postpone(sighting, until=now + (error.after or _OPERATOR_NEEDS), note=str(error))
    elif isinstance(error, OperatorNeeded):
        _postpone(sighting, until=now + _OPERATOR_NEEDS, note=str(error))
    elif isinstance(error, TryLater) and now < sighting.watched_from + _NIGHT:
        _postpone(sighting, until=now + (error.after or _AFTER_FAULT), note=str(error))
    else:
        _record_unseen(sighting, note=str(error), now=now, chance=chance)


def _postpone(sighting: Sighting, *, until: datetime, note: str) -> None:
    Sighting.objects.filter(pk=sighting.pk).update(next_look_at=until, note=note)


def _record_unseen(sighting: Sighting, *, note: str, now: datetime, chance: random.Random) -> None:
    looks = sighting.looks + 1
    is_over = now >= sighting.watched_from + LOOKS_FOR
    midnights = sighting.release.midnights_in(sighting.market)
    look_at = next_look(looks=looks, midnights=midnights, now=now, chance=chance)
    Sighting.objects.filter(pk=sighting.pk, seen_at__isnull=True).update(
        looks=looks,
        note=note,
        next_look_at=None if is_over else look_at,
        given_up_at=now if is_over else None,
    )
    if is_over:
        _call_for_help(sighting, now=now)


def _note(choice: Choice) -> str:
    if choice.is_several:
        return "Several fit: " + "; ".join(describe_hit(hit) for hit in choice.ours)
    if choice.is_of_another:
        return f"Another artist's: {describe_hit(choice.others[0])}"
    return NOT_THERE


def _call_for_choice(
    sighting: Sighting, *, choice: Choice, provider: Provider, now: datetime
) -> None:
    listed = "; ".join(describe_hit(hit) for hit in choice.ours)
    words = (
        f"{provider.words.name} has {len(choice.ours)} releases that fit: {listed}. Put the "
        f"right one into the file as `{provider.name}:` under `release:` and apply it."
    )
    _raise_alarm("release_several", sighting=sighting, words=words, now=now)


def _call_for_mending(
    sighting: Sighting, *, choice: Choice, provider: Provider, now: datetime
) -> None:
    words = (
        f"On {provider.words.name} the code leads to another artist: "
        f"{describe_hit(choice.others[0])}. Mend the code in the file and apply it."
    )
    _raise_alarm("release_of_another", sighting=sighting, words=words, now=now)


def _call_for_help(sighting: Sighting, *, now: datetime) -> None:
    words = (
        f"The release was not found at {sighting.provider} in "
        f"{sighting.market or 'the unknown market'} within 72 hours. Ask your distributor "
        "whether it was delivered, mend the code in the file, and apply it: the search goes on."
    )
    _raise_alarm("release_not_found", sighting=sighting, words=words, now=now)


def _raise_alarm(kind: str, *, sighting: Sighting, words: str, now: datetime) -> None:
    release = sighting.release
    raise_alarm(
        kind,
        subject=alarm_subject(release, provider=sighting.provider),
        words=words,
        now=now,
        workspace=release.campaign.workspace,
    )
