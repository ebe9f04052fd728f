"""Asking to be reminded, confirming, and changing one's mind."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from countin.campaigns.models import Campaign, Channel
from countin.campaigns.watching import watch_market
from countin.fans.addresses import confirm_address, remember_address
from countin.fans.consents import record_consent
from countin.fans.models import Fan
from countin.messaging.confirmations import (
    CONFIRMED,
    WITHDRAWN,
    ask_for_the_rest,
    ask_owner,
    doubt_other_mailbox,
    drop_mails,
    find_wishes,
    forget_unneeded_address,
    hold_address,
)
from countin.messaging.mail_keys import UnknownToken
from countin.messaging.models import Push, Reminder
from countin.messaging.subscribing import forget_unneeded_browser
from countin.presaves.promising import CampaignClosed
from countin.workspaces.journal import Noted, leave_notes


def ask_reminder(
    campaign: Campaign,
    *,
    fan: Fan,
    provider: str,
    market: str,
    channel: Channel | None,
    now: datetime,
) -> Reminder:
    """Note that this fan wants to be told. Asking twice gives the first reminder back; a
    withdrawn one opens again. Raises CampaignClosed."""
    if not campaign.is_open(now):
        raise CampaignClosed(campaign.slug)
    reminder, created = Reminder.objects.get_or_create(
        campaign=campaign,
        fan=fan,
        provider=provider,
        defaults={"market": market, "channel": channel, "asked_at": now},
    )
    if not created and reminder.withdrawn_at is not None:
        reminder.market, reminder.withdrawn_at = market, None
        reminder.confirmed_at, reminder.push_allowed_at = None, None
        reminder.save(update_fields=["market", "withdrawn_at", "confirmed_at", "push_allowed_at"])
    return reminder


def ask_by_mail(
    reminder: Reminder, *, address: str, words: str, version: str, language: str, now: datetime
) -> Reminder:
    """Remember the address and the exact words, and ask its owner to confirm.

    An address that this fan confirmed before needs no second mail. Asked again within a day,
    nobody is written to again. Raises ValueError for what is no address; nothing is kept then.
    """
    assert reminder.fan is not None
    with transaction.atomic():
        email = remember_address(reminder.fan, address=address, now=now)
        consent = reminder.consent
        if consent is None or consent.words != words or reminder.email_id != email.pk:
            consent = record_consent(
                reminder.fan, words=words, version=version, language=language, now=now
            )
        reminder.email, reminder.consent = email, consent
        reminder.save(update_fields=["email", "consent"])
        doubt_other_mailbox(email, now=now)
        if email.confirmed_at is not None:
            _confirm([reminder], now=now)
        elif reminder.sent_at is None:
            ask_owner(email, wish=reminder, now=now)
    reminder.refresh_from_db()
    return reminder


def find_reminder(token: str) -> Reminder:
    """The reminder that a mail's link is about; changes nothing. Raises UnknownToken."""
    mail, wishes = find_wishes(token)
    reminder = mail.reminder or next(iter(wishes.reminders), None)
    if reminder is None:
        raise UnknownToken
    return reminder


def confirm_reminder(token: str, *, now: datetime) -> Reminder:
    """The mailbox's owner said yes: to this reminder, and to all reminders that wait for the
    same answer; to no list. Confirming twice changes nothing; what was withdrawn stays so.
    Raises UnknownToken."""
    with transaction.atomic():
        reminder = find_reminder(token)
        email = hold_address(reminder.email)
        if email is not None and reminder.withdrawn_at is None:
            confirm_address(email, now=now)
            _mail, wishes = find_wishes(token)
            if _confirm(wishes.reminders, now=now):
                ask_for_the_rest(email.pk, now=now)
    reminder.refresh_from_db()
    return reminder


def withdraw_reminder(reminder: Reminder, *, now: datetime) -> None:
    """No mail and no push will go out for this one. Withdrawing twice changes nothing."""
    email_id, push_id = reminder.email_id, reminder.push_id
    with transaction.atomic():
        dropped = drop_mails(Q(reminder=reminder.pk), because=WITHDRAWN, now=now)
        Push.objects.unsettled().filter(reminder=reminder.pk).update(
            failed_at=now, because=WITHDRAWN
        )
        told = Q(pushed_at__isnull=False, email__isnull=True)
        standing = Reminder.objects.filter(sent_at__isnull=True, withdrawn_at__isnull=True)
        if standing.filter(~told, pk=reminder.pk).update(withdrawn_at=now):
            rows = {reminder.pk: reminder.asked_at}
            leave_notes(Noted.REMINDER_WITHDRAWN, rows=rows, now=now)
        Reminder.objects.filter(pk=reminder.pk, withdrawn_at__isnull=False).update(push=None)
        forget_unneeded_browser(push_id, now=now)
        forget_unneeded_address(email_id)
        if dropped:
            ask_for_the_rest(email_id, now=now)
    reminder.refresh_from_db()


def _confirm(reminders: Iterable[Reminder], *, now: datetime) -> int:
    """How many mails about them were still to go, and need not."""
    ids = [reminder.pk for reminder in reminders]
    Reminder.objects.filter(pk__in=ids, confirmed_at__isnull=True).update(confirmed_at=now)
    dropped = drop_mails(Q(reminder__in=ids), because=CONFIRMED, now=now)
    for reminder in reminders:
        watch_market(
            reminder.campaign.release,
            provider=reminder.provider,
            market=reminder.market,
            now=now,
        )
    return dropped
