"""Who was known here already, and who is new. Counts alone; nobody is named."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from countin.campaigns.models import Campaign
from countin.messaging.models import ListMembership, Reminder
from countin.presaves.models import PreSave


@dataclass(frozen=True)
class Familiar:
    """Each pre-save, or each reminder, is one of these."""

    known: int = 0  # its fan had been here before: a campaign, or the artist's list
    new: int = 0  # nothing earlier of its fan is on record
    untold: int = 0  # its fan was erased or forgotten since

    @property
    def total(self) -> int:
        """All of them."""
        return self.known + self.new + self.untold


def tally_presaves_by_familiarity(campaign: Campaign) -> Familiar:
    """Every pre-save made, withdrawn ones included. One query."""
    rows = PreSave.objects.filter(campaign=campaign)
    return _tally(rows, campaign=campaign, fan="connection__fan", moment="promised_at")


def tally_reminders_by_familiarity(campaign: Campaign) -> Familiar:
    """Every reminder asked for. One query."""
    rows = Reminder.objects.filter(campaign=campaign)
    return _tally(rows, campaign=campaign, fan="fan", moment="asked_at")


def _tally(rows: QuerySet[Any], *, campaign: Campaign, fan: str, moment: str) -> Familiar:
    person, when = OuterRef(fan), OuterRef(moment)
    was_here = [
        _elsewhere(PreSave.objects.filter, campaign)(connection__fan=person, promised_at__lt=when),
        _elsewhere(Reminder.objects.filter, campaign)(fan=person, asked_at__lt=when),
        ListMembership.objects.filter(
            fan=person, confirmed_at__lt=when, artist=campaign.release.artist_id
        ),
    ]
    is_known = Q(Exists(was_here[0])) | Q(Exists(was_here[1])) | Q(Exists(was_here[2]))
    has_fan = Q(**{f"{fan}__isnull": False})
    counted = rows.aggregate(
        known=Count("pk", filter=has_fan & is_known),
        new=Count("pk", filter=has_fan & ~is_known),
        untold=Count("pk", filter=~has_fan),
    )
    return Familiar(**counted)


def _elsewhere(
    choose: Callable[..., QuerySet[Any]], campaign: Campaign
) -> Callable[..., QuerySet[Any]]:
    """Rows of other campaigns."""
    return lambda **given: choose(**given).exclude(campaign=campaign)
