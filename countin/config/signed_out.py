"""Sessions of the studio that are over, and entry links that are no good any more, go."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from countin.workspaces.inviting import forget_invitations
from countin.workspaces.jobs import Bench, Job
from countin.workspaces.models import EntryLink


def forget_sessions(*, now: datetime) -> int:
    """Returns how many rows went. Sessions end by the clock of the machine, as Django keeps
    them; that of a demo may be ahead."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    living = Session.objects.values("session_key")
    told = UserSession.objects.exclude(session_key__in=living).delete()[0]
    links = EntryLink.objects.filter(expires_at__lt=now).delete()[0]
    return int(told) + links + forget_invitations(now=now)


def _forget(bench: Bench) -> int:
    return forget_sessions(now=bench.now())


JOBS = (Job("studio.forget", timedelta(days=1), _forget),)
