"""What the worker looks after for this room."""

from datetime import timedelta

from django.conf import settings

from countin.messaging.announcing.course import follow_courses
from countin.messaging.announcing.notifying import push_announcements
from countin.messaging.announcing.sending import announce_without_mail, send_announcements
from countin.messaging.announcing.writing import AnnouncingDesk
from countin.messaging.calling import CallDesk, plan_calls, send_due_calls
from countin.messaging.inviting import InvitationDesk, send_due_invitations
from countin.messaging.noticing import plan_notice_calls, send_due_notices
from countin.messaging.pushing import PushDesk, send_due_pushes
from countin.messaging.reconnecting import note_history, plan_reconnect_mails
from countin.messaging.releases import plan_release_mails
from countin.messaging.renewing import plan_renewal_mails
from countin.messaging.sending import Desk, send_due_mails
from countin.messaging.web_push.vapid import VapidKey
from countin.workspaces.jobs import Bench, Job


def _plan_release_mails(bench: Bench) -> int:
    return plan_release_mails(providers=bench.providers, now=bench.now())


def _plan_renewal_mails(bench: Bench) -> int:
    return plan_renewal_mails(now=bench.now()) if bench.mail_is_set else 0


def _ask_to_reconnect(bench: Bench) -> int:
    noted = note_history(now=bench.now())
    if not bench.mail_is_set:
        return noted
    return noted + plan_reconnect_mails(providers=bench.providers, now=bench.now())


def _desk(bench: Bench) -> Desk:
    # The bench carries no controller and no sender: this is where settings become values.
    return Desk(
        providers=bench.providers,
        controller=settings.CONTROLLER,
        base_url=bench.base_url,
        sender=settings.DEFAULT_FROM_EMAIL,
        media_root=settings.MEDIA_ROOT,
    )


def _send_due_mails(bench: Bench) -> int:
    return send_due_mails(_desk(bench), now=bench.now()) if bench.mail_is_set else 0


def _send_announcements(bench: Bench) -> int:
    if not bench.mail_is_set:
        return announce_without_mail(now=bench.now())
    desk = AnnouncingDesk(
        desk=_desk(bench),
        secret_key=settings.SECRET_KEY,
        per_minute=settings.ANNOUNCE_PER_MINUTE,
    )
    return send_announcements(desk, now=bench.now())


def _follow_courses(bench: Bench) -> int:
    return follow_courses(providers=bench.providers, mail_is_set=bench.mail_is_set, now=bench.now())


def _send_due_pushes(bench: Bench) -> int:
    if not bench.push_key:
        return 0
    contact = settings.CONTROLLER.contact
    desk = PushDesk(
        providers=bench.providers,
        opener=bench.opener,
        key=VapidKey.from_text(bench.push_key),
        contact=f"mailto:{contact}" if "@" in contact else bench.base_url,
        base_url=bench.base_url,
        lets_loopback=settings.IS_LOOPBACK,
    )
    return send_due_pushes(desk, now=bench.now()) + push_announcements(desk, now=bench.now())


def _call_operator(bench: Bench) -> int:
    ways = settings.ALARM_WAYS
    desk = CallDesk(
        mail_to=ways.mail_to if bench.mail_is_set else (),
        sender=settings.DEFAULT_FROM_EMAIL,
        webhook=ways.webhook,
        webhook_key=ways.webhook_key,
        base_url=bench.base_url,
    )
    plan_calls(desk, now=bench.now())
    plan_notice_calls(desk, now=bench.now())
    return send_due_calls(desk, now=bench.now()) + send_due_notices(desk, now=bench.now())


def _send_invitations(bench: Bench) -> int:
    if not bench.mail_is_set:
        return 0
    desk = InvitationDesk(
        controller=settings.CONTROLLER,
        sender=settings.DEFAULT_FROM_EMAIL,
        base_url=bench.base_url,
    )
    return send_due_invitations(desk, now=bench.now())


JOBS: tuple[Job, ...] = (
    Job("messaging.plan", timedelta(seconds=5), _plan_release_mails),
    Job("messaging.renew", timedelta(hours=1), _plan_renewal_mails),
    Job("messaging.reconnect", timedelta(seconds=30), _ask_to_reconnect),
    Job("messaging.send", timedelta(seconds=2), _send_due_mails, alone=False),
    Job("messaging.course", timedelta(seconds=10), _follow_courses),
    Job("messaging.announce", timedelta(seconds=1), _send_announcements),
    Job("messaging.call", timedelta(seconds=5), _call_operator),
    Job("messaging.invite", timedelta(seconds=5), _send_invitations),
    Job("messaging.push", timedelta(seconds=2), _send_due_pushes, alone=False),
)
