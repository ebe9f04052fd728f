"""The countries that matter to a plan, with their hours on the organizer's clocks."""

from collections.abc import Iterable
from datetime import date, tzinfo

from countin.campaigns.models import Release
from countin.campaigns.moments import local_moment, local_morning, midnights_in
from countin.campaigns.territories import zones_of_country
from countin.planning.abroad import Abroad

MOST_COUNTRIES = 12


class BadCountry(ValueError):
    """No country, or too many; the message ends with the next step."""


def read_countries(written: Iterable[str]) -> tuple[str, ...]:
    """Each once, in capitals, in the order given. Raises BadCountry."""
    found = tuple(dict.fromkeys(name.strip().upper() for name in written if name.strip()))
    for name in found:
        if not zones_of_country(name):
            raise BadCountry(f"{name!r} is no country. Give two letters, as PT for Portugal.")
    if len(found) > MOST_COUNTRIES:
        raise BadCountry(f"Give at most {MOST_COUNTRIES} countries: those that matter to you.")
    return found


def hours_of_release(release: Release, *, countries: Iterable[str]) -> tuple[Abroad, ...]:
    """None where it is out everywhere at one moment: no country's midnight counts then."""
    if release.release_at is not None:
        return ()
    return hours_abroad(release.release_date, countries=countries)


def hours_abroad(
    release_date: date, *, countries: Iterable[str], clocks: tzinfo | None = None
) -> tuple[Abroad, ...]:
    """Of every country that is known. `clocks` are the organizer's: None is this machine's zone,
    in which the days of a plan are counted."""
    found = []
    for country in dict.fromkeys(countries):
        morning = local_morning(release_date, market=country)
        if morning is None:
            continue
        midnight = local_moment(release_date, market=country)
        found.append(
            Abroad(
                country,
                midnight.astimezone(clocks),
                morning.astimezone(clocks),
                has_zones=len(midnights_in(release_date, market=country)) > 1,
            )
        )
    return tuple(found)
