"""The countries whose hours a campaign's plan tells: those of its fans, or those asked for."""

from collections import Counter
from collections.abc import Iterable
from typing import Final

from countin.campaigns.models import Campaign
from countin.campaigns.planned.countries import hours_of_release, read_countries
from countin.insights.tallies import tally_presaves
from countin.planning.abroad import Abroad

_MOST: Final = 5
_LEAST_FANS: Final = 5  # so that no one fan's country is told
_LEAST_SHARE: Final = 0.05


def hours_of_campaign(campaign: Campaign, *, given: Iterable[str] = ()) -> tuple[Abroad, ...]:
    """Of the countries given by two letters, or else of those that matter. Raises BadCountry for
    one given that is none, and for too many. Of none where the release is out at one moment."""
    countries = read_countries(given) or countries_that_matter(campaign)
    return hours_of_release(campaign.release, countries=countries)


def countries_that_matter(campaign: Campaign) -> tuple[str, ...]:
    """Where this campaign's pre-saves are, most first: at most five countries, each with five
    pre-saves and a twentieth of those whose country is known. From the counts that are kept."""
    by_country: Counter[str] = Counter()
    for cell in tally_presaves(campaign):
        if cell.market:
            by_country[cell.market] += cell.how_many
    least = max(_LEAST_FANS, by_country.total() * _LEAST_SHARE)
    found = sorted(by_country.items(), key=lambda one: (-one[1], one[0]))
    return tuple(country for country, how_many in found[:_MOST] if how_many >= least)
