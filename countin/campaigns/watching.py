"""Watching markets: other rooms ask for one to be watched, and wait for `seen_at`."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F

from countin.campaigns.models import Campaign, PinnedId, Release, Sighting
from countin.providers.contract import Hit, Provider
from countin.workspaces.alarms import clear_alarm

PINNED_BY_ONLY_HIT = "only_hit"
# Raised for a campaign's slug and a service; the next step stands in the words.
ALARMS = ("release_several", "release_of_another", "release_not_found")


def watch_market(release: Release, *, provider: str, market: str, now: datetime) -> Sighting:
    """Have this market looked at from its moment on. Asking twice gives the first row back."""
    moment = release.moment_in(market)
    sighting, _created = Sighting.objects.get_or_create(
        release=release,
        provider=provider,
        market=market,
        defaults={"watched_from": moment, "next_look_at": max(now, moment)},
    )
    return sighting


def watch_markets(
    release: Release, *, provider: str, markets: Iterable[str], now: datetime
) -> None:
    """The same for many: one query where all of them are watched already."""
    watched = release.sightings.filter(provider=provider).values_list("market", flat=True)
    for market in set(markets) - set(watched):
        watch_market(release, provider=provider, market=market, now=now)


def is_there(release: Release, *, provider: Provider, market: str, now: datetime) -> bool:
    """Seen in this market; where no key can look, its moment has passed."""
    if not provider.can_look:
        return now >= release.moment_in(market)
    return release.sightings.filter(
        provider=provider.name, market=market, seen_at__isnull=False
    ).exists()


def where_there(
    releases: Iterable[Release], *, provider: Provider, by: datetime | None = None
) -> set[tuple[int, str]] | None:
    """Where these were seen, ever or by that moment, as ids of releases with markets. None: no
    key can look, and every market whose moment has passed counts."""
    if not provider.can_look:
        return None
    seen = Sighting.objects.filter(
        release__in=list(releases), provider=provider.name, seen_at__isnull=False
    )
    if by is not None:
        seen = seen.filter(seen_at__lte=by)
    return set(seen.values_list("release_id", "market"))


def watch_anew(release: Release, *, now: datetime) -> None:
    """The schedule was moved: markets not seen yet wait for their new moment."""
    for sighting in release.sightings.filter(seen_at__isnull=True):
        moment = release.moment_in(sighting.market)
        Sighting.objects.filter(pk=sighting.pk, seen_at__isnull=True).update(
            watched_from=moment, next_look_at=max(now, moment), given_up_at=None, looks=0, note=""
        )


def look_again_where_given_up(release: Release, *, now: datetime) -> int:
    """The organizer asks again: 72 hours more for every market that was given up."""
    given_up = release.sightings.filter(seen_at__isnull=True, given_up_at__isnull=False)
    return given_up.update(watched_from=now, next_look_at=now, given_up_at=None, looks=0, note="")


def look_now(release: Release, *, now: datetime) -> int:
    """Markets whose moment has passed and that wait for their next look have it at once."""
    waiting = release.sightings.filter(
        seen_at__isnull=True, given_up_at__isnull=True, watched_from__lte=now, next_look_at__gt=now
    )
    return waiting.update(next_look_at=now)


def forget_sightings(release: Release, *, provider: str, now: datetime) -> None:
    """What was seen was another release than the one now meant: look again."""
    release.sightings.filter(provider=provider).update(
        seen_at=None, external_id="", link="", given_up_at=None, next_look_at=F("watched_from")
    )
    release.sightings.filter(provider=provider).update(looks=0, note="")
    watch_anew(release, now=now)
    clear_alarms(release, provider=provider, now=now)


def record_seen(sighting: Sighting, *, hit: Hit, now: datetime) -> None:
    """The market shows it. The first id seen is pinned, so that a twin that appears later
    changes nothing."""
    Sighting.objects.filter(pk=sighting.pk, seen_at__isnull=True).update(
        seen_at=now,
        external_id=hit.id,
        link=hit.link[:500],
        next_look_at=None,
        given_up_at=None,
        looks=F("looks") + 1,
        note="",
    )
    PinnedId.objects.get_or_create(
        release=sighting.release,
        provider=sighting.provider,
        defaults={
            "external_id": hit.id,
            "pinned_at": now,
            "pinned_by": PINNED_BY_ONLY_HIT,
        },
    )
    # Its page opens the release from now on.
    Campaign.objects.filter(release=sighting.release).note_change(now)
    clear_alarms(sighting.release, provider=sighting.provider, now=now)


def alarm_subject(release: Release, *, provider: str) -> str:
    """One alarm a campaign and service, however many markets met the trouble."""
    return f"{release.campaign.slug} {provider}"


def clear_alarms(release: Release, *, provider: str, now: datetime) -> None:
    """What had to be mended is mended."""
    for kind in ALARMS:
        clear_alarm(kind, subject=alarm_subject(release, provider=provider), now=now)
