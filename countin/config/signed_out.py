"""Sessions of the studio that are over, and entry links that are no good any more, go."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from countin.workspaces.jobs import Bench, Job
from countin.workspaces.models import EntryLink


def forget_sessions(bench: Bench) -> int:
    """Returns how many rows went. Sessions end by the clock of the machine, as Django keeps
    them; that of a demo may be ahead."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    living = Session.objects.values("session_key")
    told = UserSession.objects.exclude(session_key__in=living).delete()[0]
    links = EntryLink.objects.filter(expires_at__lt=bench.now()).delete()[0]
    return int(told) + links


JOBS = (Job("studio.forget", timedelta(days=1), forget_sessions),)
