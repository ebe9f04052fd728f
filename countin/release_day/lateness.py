"""Calling somebody when release day does not go as it should: too late, or too often in vain."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Q

from countin.campaigns.models import Campaign
from countin.pacing.models import ProviderAccount
from countin.presaves.models import PreSave
from countin.providers.contract import Provider
from countin.providers.gate import SHUT_OUT, SPENT_BUDGET
from countin.release_day.canaries.gating import held_moments
from countin.release_day.models import Attempt, AttemptKind
from countin.release_day.tasks import Result
from countin.release_day.waves import markets_open_since
from countin.statistics.intervals import wilson
from countin.workspaces.alarms import clear_alarm, raise_alarm

_WINDOW = timedelta(minutes=10)
_ENOUGH_ANSWERS = 20
# Called only where the share lies above this for all that 20 or more answers can tell: flaky
# minutes of a service heal by themselves.
_SHARE_IN_VAIN = 0.5
# A silence of a rolling window is over within one; whatever is longer, somebody should know.
_LONG_SILENCE = timedelta(minutes=5)
# Also what `/metrics` counts as such.
IN_VAIN = (Result.LATER, Result.REFUSED, Result.NOT_LET_IN)
_WHY_SILENT = {
    SPENT_BUDGET: "{name} says that the calls it allows this app are spent (QUOTA_EXCEEDED).",
    SHUT_OUT: "{name} shut this app out for hours, and does not say why.",
    "": "{name} asked for silence.",
}
_WHAT_TO_DO = {
    SPENT_BUDGET: (
        "Ask {name} for a higher quota, and keep other programs from using the same app; a daily "
        "budget of your own (COUNTIN_…_DAILY_CALLS) stops before it does."
    ),
    SHUT_OUT: (
        "See in the app's settings at {name} whether it is in good standing, and write to its "
        "support if you know no cause. Don't change to another app: permissions are good for "
        "the one they were given to."
    ),
    "": "More calls would make it longer.",
}


def keep_lateness_alarms(
    provider: Provider, *, campaigns: Iterable[Campaign], overdue: timedelta, now: datetime
) -> None:
    """One open alarm for each thing that is wrong now; none for what is right again."""
    account = ProviderAccount.objects.of(provider).first()
    _keep_silence_alarm(provider, account=account, now=now)
    # After a silence what waited has the same time to be done in as after its moment.
    was_silent = account is not None and _is_silent(account, now=now - overdue)
    late = 0 if was_silent else _count_late(provider, campaigns=campaigns, since=now - overdue)
    _keep_overdue_alarm(provider, late=late, overdue=overdue, now=now)
    _keep_vain_alarm(provider, now=now)


def _is_silent(account: ProviderAccount, *, now: datetime) -> bool:
    is_blocked = account.blocked_until is not None and account.blocked_until > now
    return is_blocked or account.paused_at is not None


def _count_late(provider: Provider, *, campaigns: Iterable[Campaign], since: datetime) -> int:
    """Due already at `since`, in markets that showed the release by then. Waves that are held for
    their canaries have an alarm of their own."""
    campaigns = list(campaigns)
    held = held_moments(provider, campaigns=campaigns)
    known = {campaign.pk: campaign for campaign in campaigns}
    return sum(
        PreSave.objects.due_in_wave(
            campaign_id=wave.campaign_id,
            provider=provider.name,
            markets=[
                market
                for market in wave.markets
                if (wave.campaign_id, known[wave.campaign_id].release.moment_in(market)) not in held
            ],
            now=since,
        ).count()
        for wave in markets_open_since(provider, campaigns=campaigns, since=since)
    )


def _keep_silence_alarm(
    provider: Provider, *, account: ProviderAccount | None, now: datetime
) -> None:
    until = account.blocked_until if account else None
    if account is None or until is None or until <= now:
        clear_alarm("long_silence", subject=provider.name, now=now)
    elif until > now + _LONG_SILENCE:
        raise_alarm(
            "long_silence",
            subject=provider.name,
            words=_silence_words(provider, until=until, because=account.blocked_because),
            now=now,
        )


def _silence_words(provider: Provider, *, until: datetime, because: str) -> str:
    """What the service said, what becomes of the promises, and what is to be done."""
    name = provider.words.name
    return (
        f"{_WHY_SILENT.get(because, _WHY_SILENT['']).format(name=name)} Every promise is kept, "
        f"nothing is sent until {until:%Y-%m-%d %H:%M} UTC, a restart changes nothing, and it goes "
        f"on by itself ({because}). {_WHAT_TO_DO.get(because, _WHAT_TO_DO['']).format(name=name)}"
    )


def _keep_overdue_alarm(
    provider: Provider, *, late: int, overdue: timedelta, now: datetime
) -> None:
    if not late:
        clear_alarm("overdue", subject=provider.name, now=now)
        return
    minutes = overdue // timedelta(minutes=1)
    raise_alarm(
        "overdue",
        subject=provider.name,
        words=(
            f"Promises at {provider.words.name} are due for more than {minutes} minutes and were "
            "not tried. See that the worker runs and that this machine is not overloaded: "
            "countin doctor, then countin campaign watch."
        ),
        now=now,
    )


def _keep_vain_alarm(provider: Provider, *, now: datetime) -> None:
    counts = Attempt.objects.filter(
        provider=provider.name, kind=AttemptKind.SAVE, finished_at__gt=now - _WINDOW
    ).aggregate(answers=Count("pk"), vain=Count("pk", filter=Q(outcome__in=IN_VAIN)))
    answers, vain = counts["answers"], counts["vain"]
    if answers < _ENOUGH_ANSWERS or wilson(vain, of=answers).low <= _SHARE_IN_VAIN:
        clear_alarm("saves_in_vain", subject=provider.name, now=now)
        return
    raise_alarm(
        "saves_in_vain",
        subject=provider.name,
        words=(
            f"More than half of what was asked of {provider.words.name} in ten minutes was in "
            f"vain. What time heals is tried again for about fifteen hours. Look at "
            f"{provider.words.name}'s status page, and at the reasons: countin campaign watch."
        ),
        now=now,
    )
