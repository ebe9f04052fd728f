"""Asking to be reminded, confirming, and changing one's mind."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from countin.campaigns.models import Campaign, Channel
from countin.campaigns.watching import watch_market
from countin.fans.addresses import confirm_address, remember_address
from countin.fans.consents import record_consent
from countin.fans.models import EmailAddress, Fan
from countin.messaging.address_marks import mark_address
from countin.messaging.mail_keys import UnknownToken, find_mail
from countin.messaging.models import Mail, MailKind, Reminder
from countin.presaves.promising import CampaignClosed

# Asked again within this span, the confirmation that is out or on its way must do.
ONE_CONFIRMATION_IN = timedelta(days=1)
# Why a mail was not sent after all.
WITHDRAWN = "withdrawn"
CONFIRMED = "confirmed"


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
        reminder.market, reminder.withdrawn_at, reminder.confirmed_at = market, None, None
        reminder.save(update_fields=["market", "withdrawn_at", "confirmed_at"])
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
        before = EmailAddress.objects.filter(fan=reminder.fan).first()
        email = remember_address(reminder.fan, address=address, now=now)
        consent = reminder.consent
        if consent is None or consent.words != words or reminder.email_id != email.pk:
            consent = record_consent(
                reminder.fan, words=words, version=version, language=language, now=now
            )
        reminder.email, reminder.consent = email, consent
        reminder.save(update_fields=["email", "consent"])
        if before is not None and before.address != email.address:
            # What the old mailbox confirmed, the new one has not.
            Reminder.objects.waiting().filter(email=email).update(confirmed_at=None)
        if email.confirmed_at is not None:
            _confirm([reminder], now=now)
        else:
            _plan_confirmation(reminder, email=email, now=now)
    reminder.refresh_from_db()
    return reminder


def find_reminder(token: str) -> Reminder:
    """The reminder that a mail's link is about; changes nothing. Raises UnknownToken."""
    return find_mail(token).reminder


def confirm_reminder(token: str, *, now: datetime) -> Reminder:
    """The mailbox's owner said yes: to this reminder, and to all that wait for the same
    answer. Confirming twice changes nothing; what was withdrawn stays so. Raises UnknownToken.
    """
    with transaction.atomic():
        reminder = find_reminder(token)
        email = _hold(reminder.email)
        if email is not None and reminder.withdrawn_at is None:
            confirm_address(email, now=now)
            _confirm(_waiting_for_the_same_answer(email), now=now)
    reminder.refresh_from_db()
    return reminder


def withdraw_reminder(reminder: Reminder, *, now: datetime) -> None:
    """No mail will go out for this one. Withdrawing twice changes nothing."""
    with transaction.atomic():
        _drop_mails([reminder.pk], because=WITHDRAWN, now=now)
        Reminder.objects.filter(
            pk=reminder.pk, sent_at__isnull=True, withdrawn_at__isnull=True
        ).update(withdrawn_at=now)
        _forget_unneeded_address(reminder.email_id)
    reminder.refresh_from_db()


def unsubscribe(token: str, *, now: datetime) -> Reminder:
    """One click in a mail: nothing more goes to this address, and the address is deleted.
    A second click changes nothing. Raises UnknownToken."""
    with transaction.atomic():
        reminder = find_reminder(token)
        if reminder.email is not None:
            same = EmailAddress.objects.filter(address__iexact=reminder.email.address)
            for other in Reminder.objects.filter(email__in=same):
                withdraw_reminder(other, now=now)
            same.delete()
        withdraw_reminder(reminder, now=now)
    return reminder


def _hold(email: EmailAddress | None) -> EmailAddress | None:
    """Kept from being exchanged for another until the transaction ends. Raises UnknownToken
    where that has just happened."""
    if email is None:
        return None
    held = EmailAddress.objects.select_for_update().filter(pk=email.pk, address=email.address)
    if not held.exists():
        raise UnknownToken
    return email


def _waiting_for_the_same_answer(email: EmailAddress) -> list[Reminder]:
    # This fan's alone: a yes must not confirm what a stranger asked with the same address.
    return list(Reminder.objects.waiting().filter(email=email))


def _confirm(reminders: list[Reminder], *, now: datetime) -> None:
    ids = [reminder.pk for reminder in reminders]
    Reminder.objects.filter(pk__in=ids, confirmed_at__isnull=True).update(confirmed_at=now)
    _drop_mails(ids, because=CONFIRMED, now=now)
    for reminder in reminders:
        watch_market(
            reminder.campaign.release,
            provider=reminder.provider,
            market=reminder.market,
            now=now,
        )


def _drop_mails(reminder_ids: list[int], *, because: str, now: datetime) -> None:
    # The row stays: it may be in a worker's hands, and its links must go on working.
    Mail.objects.unsettled().filter(reminder_id__in=reminder_ids).update(
        failed_at=now, because=because
    )


def _plan_confirmation(reminder: Reminder, *, email: EmailAddress, now: datetime) -> None:
    if reminder.sent_at is not None:
        return
    mark = mark_address(email.address)
    recent = Q(made_at__gt=now - ONE_CONFIRMATION_IN) & ~Q(address_mark="")
    same_wish = Q(reminder__campaign=reminder.campaign_id, reminder__provider=reminder.provider)
    covered = Q(reminder=reminder) | Q(reminder__email=email) | same_wish
    asked = Mail.objects.filter(recent, covered, kind=MailKind.CONFIRM, address_mark=mark)
    asked = asked.exclude(because=WITHDRAWN)
    if asked.filter(reminder__email__address__iexact=email.address).exists():
        return
    fresh = {"made_at": now, "due_at": now, "address_mark": mark}
    unsettled = {"claimed_until": None, "sent_at": None, "failed_at": None, "because": ""}
    Mail.objects.update_or_create(
        reminder=reminder,
        kind=MailKind.CONFIRM,
        # What a worker may be sending to the address before must not settle this one.
        defaults={**fresh, **unsettled, "attempts": F("attempts") + 1},
        create_defaults=fresh,
    )


def _forget_unneeded_address(email_id: int | None) -> None:
    kept = Reminder.objects.filter(email_id=email_id, withdrawn_at__isnull=True)
    if email_id is not None and not kept.exists():
        EmailAddress.objects.filter(pk=email_id).delete()
