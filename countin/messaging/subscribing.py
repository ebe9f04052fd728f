"""A browser that may be notified: taken in, known again, and shredded."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from countin.fans.models import Fan
from countin.fans.retired_keys import seal_to_keep
from countin.messaging.models import NewsPush, PushSubscription, Reminder
from countin.messaging.web_push.browsers import BrowserKeys, hash_endpoint, recall_browser_keys
from countin.vault.contexts import Context
from countin.vault.opening import CannotOpen
from countin.workspaces.jobs import Opens, Seals

_NEVER = "This reminder is withdrawn. Ask for it anew on the release's page."


class BrowserStaysSealed(Exception):
    """The vault's keys don't open this subscription: the operator has to bring the right ones."""


def ask_by_push(
    reminder: Reminder, *, browser: BrowserKeys, sealer: Seals, now: datetime
) -> Reminder:
    """Notify this browser once the release is out. Asking twice changes nothing. Raises
    ValueError for a reminder that was withdrawn."""
    if reminder.fan is None or reminder.withdrawn_at is not None:
        raise ValueError(_NEVER)
    with transaction.atomic():
        before = reminder.push_id
        subscription = keep_browser(reminder.fan, browser=browser, sealer=sealer, now=now)
        Reminder.objects.filter(pk=reminder.pk).update(push=subscription)
        Reminder.objects.filter(pk=reminder.pk, push_allowed_at__isnull=True).update(
            push_allowed_at=now
        )
        if before != subscription.pk:
            forget_unneeded_browser(before, now=now)
    reminder.refresh_from_db()
    return reminder


def end_push(reminder: Reminder, *, now: datetime) -> None:
    """This reminder notifies no browser any more; its mail and its calendar entry stay."""
    push_id = reminder.push_id
    with transaction.atomic():
        Reminder.objects.filter(pk=reminder.pk).update(push=None)
        # What was never pushed does not count as allowed, either.
        Reminder.objects.filter(pk=reminder.pk, pushed_at=None).update(push_allowed_at=None)
        forget_unneeded_browser(push_id, now=now)
    reminder.refresh_from_db()


def renew_browser(
    fan: Fan, *, old: str, browser: BrowserKeys, sealer: Seals, now: datetime
) -> None:
    """The browser that had the address `old` has this one now. An address that this fan never
    allowed changes nothing."""
    known = PushSubscription.objects.filter(fan=fan, endpoint_hash=hash_endpoint(old)).first()
    if known is None:
        return
    with transaction.atomic():
        subscription = keep_browser(fan, browser=browser, sealer=sealer, now=now)
        if subscription.pk != known.pk:
            Reminder.objects.filter(push=known).update(push=subscription)
            NewsPush.objects.filter(push=known).update(push=subscription)
            forget_browsers([known.pk])


def open_browser_keys(subscription: PushSubscription, *, opener: Opens) -> BrowserKeys:
    """In the worker's memory. Raises BrowserStaysSealed."""
    assert subscription.sealed is not None
    try:
        text = opener.open(bytes(subscription.sealed), context=browser_context(subscription))
    except CannotOpen:
        raise BrowserStaysSealed from None
    return recall_browser_keys(text)


def mark_gone(subscription_ids: Iterable[int], *, now: datetime) -> None:
    """Their push service says that they ended: shredded, and nothing counts on them."""
    ids = list(subscription_ids)
    PushSubscription.objects.filter(pk__in=ids).update(sealed=None, gone_at=now)
    Reminder.objects.filter(push__in=ids).update(push=None)
    NewsPush.objects.filter(push__in=ids, ended_at__isnull=True).update(push=None, ended_at=now)


def forget_unneeded_browser(subscription_id: int | None, *, now: datetime) -> None:
    """Shred a subscription on which no reminder and no artist's news count any more."""
    if subscription_id is None:
        return
    reminds = Reminder.objects.filter(push=subscription_id, pushed_at__isnull=True)
    tells = NewsPush.objects.filter(push=subscription_id, ended_at__isnull=True)
    if not (reminds.exists() or tells.exists()):
        forget_browsers([subscription_id])


def forget_browsers(subscription_ids: Iterable[int]) -> int:
    """Overwritten before the rows go, so that no page of the database keeps the sealed bytes."""
    rows = PushSubscription.objects.filter(pk__in=list(subscription_ids))
    rows.update(sealed=None)
    return rows.delete()[0]


def keep_browser(
    fan: Fan, *, browser: BrowserKeys, sealer: Seals, now: datetime
) -> PushSubscription:
    """The same row for the same browser of a fan. Call inside a transaction."""
    subscription, _created = PushSubscription.objects.get_or_create(
        fan=fan,
        endpoint_hash=browser.endpoint_hash,
        defaults={"host": browser.host, "made_at": now},
    )
    # Sealed anew each time: a browser may renew its keys and keep its address.
    subscription.sealed = seal_to_keep(
        browser.as_text(), sealer=sealer, context=browser_context(subscription), now=now
    )
    subscription.gone_at = None
    subscription.save(update_fields=["sealed", "gone_at"])
    return subscription


def browser_context(subscription: PushSubscription) -> Context:
    """What a browser's keys are sealed in."""
    return Context(kind="push", provider=subscription.host, owner=str(subscription.pk))
