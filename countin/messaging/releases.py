"""Telling fans that it is out: whom to write to and to notify, once the release is there in
their market."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.db.models import Exists, OuterRef

from countin.campaigns.models import Campaign, Sighting
from countin.campaigns.watching import is_there, watch_market
from countin.messaging.models import Mail, MailKind, Push, Reminder, ReminderQuerySet
from countin.providers.contract import Provider
from countin.workspaces.alarms import clear_alarm, raise_alarm

ALARM = "reminders_not_sent"
_BATCH = 500


def plan_release_mails(*, providers: Mapping[str, Provider], now: datetime) -> int:
    """A mail and a push for every owed reminder whose release is seen in its market, or whose
    moment has come where no key can look. Returns how many were planned.

    Where looking was given up nothing is sent and the operator is told; a sighting that comes
    later still sends. What was planned for a day that moved away is taken back.
    """
    _take_back_moved(now)
    planned = 0
    for campaign, provider, market in _due_markets(now):
        subject = f"{campaign.slug} {provider} {market or 'unknown market'}"
        if _is_out(campaign, service=providers.get(provider), market=market, now=now):
            planned += _plan_market(campaign, provider=provider, market=market, now=now)
            clear_alarm(ALARM, subject=subject, now=now)
            continue
        watch_market(campaign.release, provider=provider, market=market, now=now)
        if _is_given_up(campaign, provider=provider, market=market):
            _tell_operator(campaign, provider=provider, subject=subject, now=now)
    return planned


def _due_markets(now: datetime) -> Iterator[tuple[Campaign, str, str]]:
    columns = ("campaign_id", "provider", "market")
    wanted = {
        group
        for rows in (_unplanned_mails(), _unplanned_pushes())
        for group in rows.values_list(*columns).distinct().order_by()
    }
    running = Campaign.objects.running(now).with_release()
    campaigns = running.in_bulk([campaign_id for campaign_id, _name, _market in wanted])
    for campaign_id, provider, market in sorted(wanted):
        campaign = campaigns.get(campaign_id)
        if campaign is not None and campaign.release.moment_in(market) <= now:
            yield campaign, provider, market


def _unplanned_mails() -> ReminderQuerySet:
    planned = Mail.objects.filter(reminder=OuterRef("pk"), kind=MailKind.RELEASE)
    return Reminder.objects.owed().filter(~Exists(planned))


def _unplanned_pushes() -> ReminderQuerySet:
    planned = Push.objects.filter(reminder=OuterRef("pk"))
    return Reminder.objects.owed_a_push().filter(~Exists(planned))


def _take_back_moved(now: datetime) -> None:
    """Planned, not sent, and then the release moved: they are planned anew on its day."""
    mails = Mail.objects.unsettled().filter(kind=MailKind.RELEASE)
    for rows in (mails, Push.objects.unsettled()):
        markets = rows.values_list("reminder__campaign", "reminder__market").distinct().order_by()
        planned = list(markets)
        campaigns = Campaign.objects.with_release().in_bulk([pk for pk, _market in planned])
        for pk, market in planned:
            if campaigns[pk].release.moment_in(market) > now:
                rows.filter(reminder__campaign=pk, reminder__market=market).delete()


def _is_out(campaign: Campaign, *, service: Provider | None, market: str, now: datetime) -> bool:
    # A service taken out of the settings can't be looked at: its moment has come, so write.
    return service is None or is_there(campaign.release, provider=service, market=market, now=now)


def _is_given_up(campaign: Campaign, *, provider: str, market: str) -> bool:
    looked = Sighting.objects.filter(release=campaign.release, provider=provider, market=market)
    return looked.filter(seen_at__isnull=True, given_up_at__isnull=False).exists()


def _plan_market(campaign: Campaign, *, provider: str, market: str, now: datetime) -> int:
    group = {"campaign": campaign, "provider": provider, "market": market}
    due = {"made_at": now, "due_at": now}
    mails = _first_of(_unplanned_mails().filter(**group))
    pushes = _first_of(_unplanned_pushes().filter(**group))
    # Another worker may be planning the same ones: each row is there once.
    Mail.objects.bulk_create(
        (Mail(reminder_id=pk, kind=MailKind.RELEASE, **due) for pk in mails), ignore_conflicts=True
    )
    Push.objects.bulk_create((Push(reminder_id=pk, **due) for pk in pushes), ignore_conflicts=True)
    return len(mails) + len(pushes)


def _first_of(reminders: ReminderQuerySet) -> list[int]:
    return list(reminders.order_by("pk").values_list("pk", flat=True)[:_BATCH])


def _tell_operator(campaign: Campaign, *, provider: str, subject: str, now: datetime) -> None:
    raise_alarm(
        ALARM,
        subject=subject,
        words=(
            f"“{campaign.release.title}” was not found on {provider} within 72 hours, so its "
            "reminders were not sent. Put the release's own id at that service into the "
            "campaign file and apply it: they go out once it is found."
        ),
        workspace=campaign.workspace,
        now=now,
    )
