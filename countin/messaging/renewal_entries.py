"""The renewal of a standing consent as a calendar entry: who gave no address is reminded, too."""

from datetime import date, datetime, timedelta
from math import ceil
from urllib.parse import urlsplit

from django.utils.translation import gettext as _
from icalendar import Alarm, Event

from countin.fans.models import Grant
from countin.messaging.calendars import new_calendar
from countin.presaves.models import RENEWAL_AHEAD, StandingConsent

_MORNING = timedelta(hours=9)


def renewal_date(grant: Grant) -> date:
    """The first whole day (UTC) on which the own page offers to renew this permission."""
    return (grant.usable_until - RENEWAL_AHEAD).date() + timedelta(days=1)


def renewal_entry(
    standing: StandingConsent, *, grant: Grant, service: str, page_address: str, now: datetime
) -> bytes:
    """A whole day as an iCalendar file (RFC 5545), with the day after which nothing is saved any
    more. Taken again after a renewal it moves the same entry to the new day.

    `page_address` stands in the entry: calendars are shared, so it must open nothing by itself.
    """
    named = {"artist": standing.artist.name, "service": service}
    # On one line: a calendar's name can't hold another.
    headline = " ".join(
        (_("Renew: the next releases of %(artist)s, on %(service)s") % named).split()
    )
    calendar = new_calendar(headline)
    event = Event()
    event.add("uid", f"renewal-{standing.pk}@{urlsplit(page_address).hostname}")
    event.add("sequence", _sequence(standing, grant=grant))
    event.add("dtstamp", now)
    event.add("dtstart", renewal_date(grant))
    event.add("summary", headline)
    event.add("description", _details(page_address))
    event.add("url", page_address)
    event.add("transp", "TRANSPARENT")
    event.add_component(_make_alarm(headline))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def _sequence(standing: StandingConsent, *, grant: Grant) -> int:
    """It rises with every renewal, or a calendar would keep the old day."""
    return max(0, ceil((grant.authorized_at - standing.given_at).total_seconds()))


def _details(page_address: str) -> str:
    asked = _("Your permission ends in 60 days. To keep it, press Renew on your own page:")
    return f"{asked} {page_address}"


def _make_alarm(headline: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", headline)
    alarm.add("trigger", _MORNING)
    return alarm
