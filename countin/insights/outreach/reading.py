"""Each person written to by hand, with what came by their link."""

from dataclasses import dataclass

from countin.campaigns.models import Campaign
from countin.insights import tallies
from countin.insights.journeys import tally_visits
from countin.messaging.models import OutreachContact
from countin.presaves.states import State
from countin.visits.models import Link, LinkKind

_HELD = (State.PROMISED, State.SAVED)


@dataclass(frozen=True)
class Reached:
    """One person. Visits and pre-saves are those by their link, whoever opened it."""

    contact: OutreachContact
    code: str
    visits: int
    presaves: int


def read_outreach(campaign: Campaign) -> list[Reached]:
    """In the order in which they were named. Four queries, however many there are."""
    rows = OutreachContact.objects.filter(campaign=campaign).select_related("channel")
    visits = tally_visits(campaign)
    cells = tallies.tally_presaves(campaign)
    states = tallies.split_states(cells, by=lambda cell: cell.channel, always=[])
    links = Link.objects.filter(campaign=campaign, kind=LinkKind.CHANNEL)
    codes = dict(links.values_list("channel_id", "code"))
    return [
        Reached(
            contact=contact,
            code=codes.get(contact.channel_id, ""),
            visits=visits[name].people if (name := contact.channel.name) in visits else 0,
            presaves=sum(states.get(name, {}).get(state, 0) for state in _HELD),
        )
        for contact in rows.order_by("pk")
    ]
