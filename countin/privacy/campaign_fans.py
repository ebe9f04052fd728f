"""A campaign's fans, one row a promise and a reminder, with consent proof."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

from django.db.models import Q

from countin.campaigns.models import Campaign
from countin.fans.models import Consent, Fan
from countin.messaging.models import Reminder
from countin.presaves.models import PreSave
from countin.privacy.told_moments import Row, iso

FAN_COLUMNS = (
    "kind", "service", "state", "reason", "asked_at", "changed_at", "market", "channel",
    "follow", "email", "email_confirmed_at", "words", "words_version", "language", "agreed_at",
)  # fmt: skip
_MAY_WRITE: Final = Q(confirmed_at__isnull=False, withdrawn_at__isnull=True)
_BATCH: Final = 500


@dataclass(frozen=True)
class Choice:
    """Which rows are wanted of each kind; None: none of that kind."""

    promises: Q | None = field(default_factory=Q)
    reminders: Q | None = field(default_factory=Q)


EVERYTHING: Final = Choice()


def of_fan(fan: Fan) -> Choice:
    """What one fan asked for, who gave the address of their own page."""
    return Choice(Q(connection__fan=fan), Q(fan=fan))


def of_address(address: str) -> Choice:
    """What was asked for with this address, as far as its owner confirmed it for that. Promises
    are not tied to an address here: nobody agreed to that."""
    spellings = {address, address.lower()}
    return Choice(None, Q(email__address__in=spellings) & _MAY_WRITE)


def in_state(state: str) -> Choice:
    """Promises in one state."""
    return Choice(Q(state=state), None)


def fan_rows(campaign: Campaign) -> Iterator[Row]:
    """One row a promise and a reminder of this campaign, with the words agreed to. The
    columns are `FAN_COLUMNS`. An address stands only where its owner confirmed it and has not
    withdrawn; what was erased has no name left."""
    for _number, row in chain(presave_rows(campaign), reminder_rows(campaign)):
        yield row


def presave_rows(
    campaign: Campaign, *, after: int = 0, at_most: int | None = None, choice: Choice = EVERYTHING
) -> Iterator[tuple[int, Row]]:
    """Promises beyond this number, each with its own, in their order. Say how many are looked
    at: PostgreSQL sorts all of a campaign where it has to expect that."""
    if choice.promises is None:
        return
    promises = PreSave.objects.filter(choice.promises, campaign=campaign, pk__gt=after)
    promises = promises.select_related("channel", "consent").prefetch_related("follows")
    for presave in promises.order_by("pk")[:at_most].iterator(_BATCH):
        columns = {**_promise_columns(presave), **_proof(presave.consent)}
        yield presave.pk, {**_empty_row(), **columns}


def reminder_rows(
    campaign: Campaign, *, after: int = 0, at_most: int | None = None, choice: Choice = EVERYTHING
) -> Iterator[tuple[int, Row]]:
    """Reminders likewise."""
    if choice.reminders is None:
        return
    reminders = Reminder.objects.filter(choice.reminders, campaign=campaign, pk__gt=after)
    reminders = reminders.select_related("channel", "consent", "email")
    for reminder in reminders.order_by("pk")[:at_most].iterator(_BATCH):
        columns = {**_reminder_columns(reminder), **_proof(reminder.consent)}
        yield reminder.pk, {**_empty_row(), **columns}


def _promise_columns(presave: PreSave) -> Row:
    return {
        "kind": "presave",
        "service": presave.provider,
        "state": presave.state,
        "reason": presave.reason,
        "asked_at": iso(presave.promised_at),
        "changed_at": iso(presave.changed_at),
        "market": presave.market,
        "channel": presave.channel.name if presave.channel else "",
        "follow": " ".join(ask.state for ask in presave.follows.all()),
    }


def _reminder_columns(reminder: Reminder) -> Row:
    may_write = reminder.confirmed_at is not None and reminder.withdrawn_at is None
    return {
        "kind": "reminder",
        "service": reminder.provider,
        "state": _state_of(reminder),
        "asked_at": iso(reminder.asked_at),
        "market": reminder.market,
        "channel": reminder.channel.name if reminder.channel else "",
        "email": reminder.email.address if reminder.email and may_write else "",
        "email_confirmed_at": iso(reminder.confirmed_at) if may_write else "",
    }


def _state_of(reminder: Reminder) -> str:
    if reminder.withdrawn_at is not None:
        return "withdrawn"
    if reminder.sent_at is not None:
        return "sent"
    return "confirmed" if reminder.confirmed_at is not None else "asked"


def _proof(consent: Consent | None) -> Row:
    if consent is None:
        return {}
    return {
        "words": consent.words,
        "words_version": consent.words_version,
        "language": consent.language,
        "agreed_at": iso(consent.given_at),
    }


def _empty_row() -> Row:
    return dict.fromkeys(FAN_COLUMNS, "")
