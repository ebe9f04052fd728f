"""Where visits say they came from besides a channel: the organizer's own UTM words, and the links
that fans share. Rows are counted, nobody is named."""

from dataclasses import dataclass

from django.db.models import Count, Q, Sum

from countin.campaigns.models import Campaign
from countin.insights.definitions import Number
from countin.visits.models import Link, LinkKind, Visit

_MOST = 50  # sources shown: whoever writes the address can invent more

ORIGINS = (
    Number(
        "report.sources.people",
        "Visits by people with this `utm_source` in the address, the 50 most frequent sources",
        "Whether it is true: anybody can write it into an address. Forgotten 30 days after the "
        "release",
    ),
    Number(
        "report.sources.machines",
        "Visits by machines with this `utm_source` in the address",
        "Machines under a browser's name: they are among people",
    ),
    Number(
        "report.shared.links",
        "Links of their own that fans asked for, to share",
        "Whether they were sent to anybody. Links of fans who took everything back since are in it",
    ),
    Number(
        "report.shared.people",
        "Visits by people that came by a fan's own link",
        "Fans who open their own link; visits by the link of a fan who had taken everything back. "
        "One person may come twice",
    ),
    Number(
        "report.shared.machines",
        "Visits by machines that came by a fan's own link, such as previews in messages",
        "Machines under a browser's name: they are among people",
    ),
)


@dataclass(frozen=True)
class Source:
    """Visits that named this source."""

    name: str
    people: int
    machines: int


@dataclass(frozen=True)
class Shared:
    """Links that fans asked for, and the visits by them, all together: never fan by fan."""

    links: int = 0
    people: int = 0
    machines: int = 0


def tally_sources(campaign: Campaign) -> tuple[Source, ...]:
    """The most frequent first. One query."""
    named = Visit.objects.filter(campaign=campaign).exclude(utm_source="")
    counted = named.values_list("utm_source").annotate(
        people=Count("pk", filter=Q(is_bot=False)), machines=Count("pk", filter=Q(is_bot=True))
    )
    return tuple(
        Source(*row) for row in counted.order_by("-people", "-machines", "utm_source")[:_MOST]
    )


def tally_shared(campaign: Campaign) -> Shared:
    """One query."""
    links = Link.objects.filter(campaign=campaign, kind=LinkKind.PERSONAL)
    counted = links.aggregate(
        links=Count("pk"), people=Sum("openings"), machines=Sum("openings_by_machines")
    )
    return Shared(counted["links"], counted["people"] or 0, counted["machines"] or 0)
