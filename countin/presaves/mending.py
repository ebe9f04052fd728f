"""A fan gave a new permission: what waited for one goes on."""

from datetime import datetime

from countin.presaves.following import follows_at_once
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.moving import move_presaves
from countin.presaves.states import Reason, State


def reopen_for_grant(connection_id: int, *, now: datetime) -> int:
    """Every promise of this account that needed its fan is on its way again, and a follow that
    lost its permission is made. What a person holds back, and what ended, stays. Returns how
    many promises opened."""
    waiting = PreSave.objects.filter(
        connection_id=connection_id, state=State.NEEDS_FAN, withdraw_asked_at__isnull=True
    ).exclude(reason=Reason.HELD_BACK)
    rows = waiting.select_related("campaign__release")
    ids = [row.pk for row in rows if row.campaign.lets_reconnect(now)]
    opened = move_presaves(ids, to=State.PROMISED, reason=Reason.NONE, now=now)
    _follow_again(connection_id, now=now)
    return len(opened)


def _follow_again(connection_id: int, *, now: datetime) -> None:
    stuck = FollowAsk.objects.waiting().filter(
        presave__connection_id=connection_id, next_attempt_at__isnull=True
    )
    due = [
        ask.pk for ask in stuck.select_related("presave__campaign") if follows_at_once(ask.presave)
    ]
    FollowAsk.objects.waiting().filter(pk__in=due).update(next_attempt_at=now)
