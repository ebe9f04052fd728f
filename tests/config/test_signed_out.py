"""Sessions that are over go, with what was told of them; living ones stay."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from countin import clock
from countin.config.signed_out import forget_sessions
from countin.workspaces.models import EntryLink
from countin.workspaces.organizers import add_organizer, make_entry_link

pytestmark = pytest.mark.django_db


def test_what_is_over_goes_and_what_lives_stays():
    organizer, _is_new = add_organizer("ada@example.org", now=clock.now())
    make_entry_link(organizer, now=clock.now())
    for key, days in (("living", 1), ("over", -1)):
        until = timezone.now() + timedelta(days=days)
        Session.objects.create(session_key=key, session_data="", expire_date=until)
        UserSession.objects.create(user=organizer, ip="127.0.0.1", session_key=key)

    forget_sessions(now=clock.now())
    forget_sessions(now=clock.now() + timedelta(days=4))

    assert list(Session.objects.values_list("session_key", flat=True)) == ["living"]
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["living"]
    assert EntryLink.objects.count() == 0
