"""A restored database brought to the state that the journal tells, before anything goes on.

Applying a line twice changes nothing. A line is applied to the very row that it is about (its
number and the moment at which it was made); a promise or a follow that changed later stays.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from countin.config.journal.writing import append, read_journal
from countin.config.worker import forget_claims
from countin.fans.models import Connection, Fan
from countin.messaging.lists import leave_list
from countin.messaging.models import ListMembership, MailKind, NewsPush, Reminder
from countin.messaging.news_pushing import end_news
from countin.messaging.reminding import withdraw_reminder
from countin.messaging.resending import (
    mark_asked,
    mark_reminders_pushed,
    mark_reminders_sent,
    stop_announcements,
)
from countin.presaves.leaning import shred_unneeded
from countin.presaves.models import FollowAsk, PreSave, StandingConsent
from countin.presaves.moving import move_follows, move_presaves
from countin.presaves.standing import stop_standing
from countin.presaves.states import FollowState, Reason, State
from countin.presaves.withdrawing import finish_withdrawal
from countin.privacy.erasing import disconnect, erase_fan
from countin.workspaces.journal import Noted

_RESTORING = "restoring"
# What was under way when the backup was made was noted with an earlier moment than its commit.
_MARGIN = timedelta(hours=1)
_BATCH = 500
_Made = Mapping[int, datetime]  # when each row was made, by its number


def begin_bringing_back(folder: Path, *, made_at: str, now: datetime) -> None:
    """A backup of that moment is being put in place: written down first, so that whatever cuts
    it short, `bring_back` knows since when."""
    append(folder, [{"what": _RESTORING, "from": made_at, "at": now.isoformat()}])


def bring_back(folder: Path, *, now: datetime) -> Counter[str]:
    """Apply what came after the backup that was put in place last. Returns how many rows were
    changed, by what was done."""
    entries = list(read_journal(folder))
    restorings = [entry["from"] for entry in entries if entry["what"] == _RESTORING]
    brought: Counter[str] = Counter()
    if not restorings:
        return brought
    since = datetime.fromisoformat(restorings[-1]) - _MARGIN
    told: dict[str, dict[datetime, dict[int, datetime]]] = defaultdict(lambda: defaultdict(dict))
    for entry in entries:
        at = datetime.fromisoformat(entry["at"])
        if entry["what"] in _VERBS and at >= since:
            told[entry["what"]][at][int(entry["row"])] = datetime.fromisoformat(entry["made"])
    forget_claims()
    for what, verb in _VERBS.items():
        for at, made in sorted(told[what].items()):
            brought[what] += verb(made, at)
    brought["announcements_stopped"] += stop_announcements(now=now)
    return +brought


def _save(made: _Made, at: datetime) -> int:
    """Saved is final: a promise that was withdrawn or failed before was promised anew."""
    rows = PreSave.objects.filter(pk__in=made).exclude(state=State.SAVED)
    ours = [row for row in rows if row.promised_at == made[row.pk] and row.changed_at <= at]
    shut = [row.pk for row in ours if not row.is_open]
    move_presaves(shut, to=State.PROMISED, reason=Reason.NONE, now=at)
    done = move_presaves([row.pk for row in ours], to=State.SAVED, reason=Reason.NONE, now=at)
    shred_unneeded([row.connection_id for row in ours], now=at)
    return len(done)


def _withdraw(made: _Made, at: datetime) -> int:
    rows = PreSave.objects.open().filter(pk__in=made, changed_at__lte=at)
    ours = [row for row in rows if row.promised_at == made[row.pk]]
    for row in ours:
        finish_withdrawal(row, now=at)
    return len(ours)


def _settle_follows(to: FollowState, *, because: str) -> Callable[[_Made, datetime], int]:
    def settle(made: _Made, at: datetime) -> int:
        rows = FollowAsk.objects.waiting().filter(pk__in=made, changed_at__lte=at)
        ours = [row for row in rows.select_related("presave") if row.asked_at == made[row.pk]]
        done = move_follows([row.pk for row in ours], to=to, because=because, now=at)
        shred_unneeded([row.presave.connection_id for row in ours], now=at)
        return len(done)

    return settle


def _stop_standings(made: _Made, at: datetime) -> int:
    rows = StandingConsent.objects.in_force().filter(pk__in=made)
    ours = [row for row in rows if row.given_at == made[row.pk]]
    for row in ours:
        stop_standing(row, now=at)
    return len(ours)


def _send_reminders(made: _Made, at: datetime) -> int:
    rows = Reminder.objects.filter(pk__in=made)
    return mark_reminders_sent([row for row in rows if row.asked_at <= made[row.pk]], at=at)


def _push_reminders(made: _Made, at: datetime) -> int:
    rows = Reminder.objects.filter(pk__in=made)
    return mark_reminders_pushed([row for row in rows if row.asked_at <= made[row.pk]], at=at)


def _ask(kind: MailKind) -> Callable[[_Made, datetime], int]:
    def ask(made: _Made, at: datetime) -> int:
        rows = PreSave.objects.filter(pk__in=made)
        ours = [row for row in rows if row.promised_at == made[row.pk]]
        return sum(mark_asked(row, kind=kind, at=at) for row in ours)

    return ask


def _withdraw_reminders(made: _Made, at: datetime) -> int:
    rows = Reminder.objects.filter(pk__in=made, withdrawn_at__isnull=True)
    # Asked for again since the backup, and then withdrawn: still the same row.
    ours = [row for row in rows if row.asked_at <= made[row.pk]]
    for row in ours:
        withdraw_reminder(row, now=at)
    return len(ours)


def _leave_lists(made: _Made, at: datetime) -> int:
    rows = ListMembership.objects.filter(pk__in=made, ended_at__isnull=True)
    ours = [row for row in rows if row.asked_at <= made[row.pk]]
    for row in ours:
        leave_list(row, now=at)
    return len(ours)


def _end_news(made: _Made, at: datetime) -> int:
    rows = NewsPush.objects.filter(pk__in=made, ended_at__isnull=True)
    ours = [row for row in rows if row.allowed_at <= made[row.pk]]
    for row in ours:
        end_news(row, now=at)
    return len(ours)


def _disconnect(made: _Made, at: datetime) -> int:
    rows = Connection.objects.filter(pk__in=made)
    ours = [row for row in rows if row.connected_at == made[row.pk]]
    for row in ours:
        disconnect(row, now=at)
    return len(ours)


def _erase(made: _Made, at: datetime) -> int:
    ours = [fan for fan in Fan.objects.filter(pk__in=made) if fan.created_at == made[fan.pk]]
    for fan in ours:
        erase_fan(fan, now=at)
    return len(ours)


def _in_batches(verb: Callable[[_Made, datetime], int]) -> Callable[[_Made, datetime], int]:
    def batched(made: _Made, at: datetime) -> int:
        return sum(verb(part, at) for part in _parts(made))

    return batched


def _parts(made: _Made) -> Collection[_Made]:
    rows = sorted(made.items())
    return [dict(rows[start : start + _BATCH]) for start in range(0, len(rows), _BATCH)]


# In this order: what was saved is saved, and what was sent is sent, whatever else is told of it;
# erasing comes last.
_VERBS: Mapping[str, Callable[[_Made, datetime], int]] = {
    Noted.SAVED: _in_batches(_save),
    Noted.FOLLOWED: _in_batches(_settle_follows(FollowState.DONE, because="")),
    Noted.FOLLOW_WITHDRAWN: _in_batches(
        _settle_follows(FollowState.WITHDRAWN, because="by_fan"),
    ),
    Noted.STANDING_STOPPED: _in_batches(_stop_standings),
    Noted.WITHDRAWN: _in_batches(_withdraw),
    Noted.REMINDER_SENT: _in_batches(_send_reminders),
    Noted.REMINDER_PUSHED: _in_batches(_push_reminders),
    Noted.ASKED_AT_ONCE: _in_batches(_ask(MailKind.RECONNECT)),
    Noted.ASKED_IN_A_WEEK: _in_batches(_ask(MailKind.IN_A_WEEK)),
    Noted.ASKED_TOMORROW: _in_batches(_ask(MailKind.TOMORROW)),
    Noted.REMINDER_WITHDRAWN: _in_batches(_withdraw_reminders),
    Noted.LIST_LEFT: _in_batches(_leave_lists),
    Noted.NEWS_ENDED: _in_batches(_end_news),
    Noted.DISCONNECTED: _in_batches(_disconnect),
    Noted.ERASED: _in_batches(_erase),
}
