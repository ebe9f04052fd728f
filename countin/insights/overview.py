"""A few numbers of many campaigns at once, for lists: four queries, however many there are."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet

from countin.campaigns.models import Campaign
from countin.messaging.models import Reminder
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import State
from countin.visits.models import Visit


@dataclass(frozen=True)
class Overview:
    """Each under the name and with the meaning that docs/numbers.md gives it."""

    promised: int = 0  # presaves.promised
    saved: int = 0  # presaves.saved
    follows: int = 0  # follows.asked
    reminders: int = 0  # reminders.asked
    visits: int = 0  # report.visits.people


def overview_of(campaigns: Iterable[Campaign]) -> dict[int, Overview]:
    """By the campaign's primary key; zeros where there is nothing."""
    ids = [campaign.pk for campaign in campaigns]
    if not ids:
        return {}
    rows = PreSave.objects.filter(campaign__in=ids).values_list("campaign_id", "state")
    states = {(pk, state): many for pk, state, many in rows.annotate(many=Count("pk")).order_by()}
    follows = _by_campaign(FollowAsk.objects.filter(presave__campaign__in=ids), "presave__campaign")
    reminders = _by_campaign(Reminder.objects.filter(campaign__in=ids), "campaign")
    visits = _by_campaign(Visit.objects.filter(campaign__in=ids, is_bot=False), "campaign")
    return {
        pk: Overview(
            promised=states.get((pk, State.PROMISED), 0),
            saved=states.get((pk, State.SAVED), 0),
            follows=follows.get(pk, 0),
            reminders=reminders.get(pk, 0),
            visits=visits.get(pk, 0),
        )
        for pk in ids
    }


def _by_campaign(rows: QuerySet[Any], path: str) -> dict[int, int]:
    return dict(rows.values_list(path).annotate(many=Count("pk")).order_by())
