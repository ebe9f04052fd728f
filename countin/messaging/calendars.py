"""A release as a calendar entry: a file, a subscription, and links to web calendars."""

from datetime import date, datetime, time, timedelta
from math import ceil
from typing import Final
from urllib.parse import urlencode, urlsplit, urlunsplit

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from countin.campaigns.models import Campaign, Release, Timing
from countin.messaging.models import Reminder

_LASTS_FOR: Final = timedelta(minutes=30)
# Out at midnight: the entry says so, its alarm lets people sleep.
_MORNING: Final = timedelta(hours=9)
_REFRESH_EVERY: Final = timedelta(hours=12)
_GOOGLE: Final = "https://calendar.google.com/calendar/render"
_OUTLOOK: Final = "https://outlook.live.com/calendar/0/deeplink/compose"


def calendar_text(campaign: Campaign, *, page_address: str, now: datetime) -> bytes:
    """The entry as an iCalendar file (RFC 5545). Good to subscribe to: the uid stays and the
    sequence rises with every change, so a release date that moves, moves the entry, and a
    campaign that was taken back cancels it.

    With local timing the start is a floating time: midnight on whatever clock the fan has.
    """
    calendar = new_calendar(_headline(campaign.release))
    calendar.add("refresh-interval", _REFRESH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT12H")
    calendar.add_component(_make_event(campaign, page_address=page_address, now=now))
    return bytes(calendar.to_ical())


def new_calendar(name: str) -> Calendar:
    """An empty calendar of ours, to be published."""
    calendar = Calendar()
    calendar.add("prodid", "-//Count-In//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    return calendar


def is_known_to_calendars(campaign: Campaign) -> bool:
    """Somebody may have its entry: it is public, or it was until it was taken back."""
    return campaign.published_at is not None or Reminder.objects.filter(campaign=campaign).exists()


def webcal_address(address: str) -> str:
    """The same address, in the scheme by which calendars subscribe."""
    return urlunsplit(urlsplit(address)._replace(scheme="webcal"))


def google_address(campaign: Campaign, *, page_address: str) -> str:
    """Where Google Calendar offers this entry, ready to save."""
    start, end = _start_and_end(campaign.release)
    query = {
        "action": "TEMPLATE",
        "text": _headline(campaign.release),
        "dates": f"{_compact(start)}/{_compact(end)}",
        "details": _details(page_address),
    }
    return f"{_GOOGLE}?{urlencode(query)}"


def outlook_address(campaign: Campaign, *, page_address: str) -> str:
    """Where Outlook on the web offers this entry, ready to save."""
    start, end = _start_and_end(campaign.release)
    query = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": _headline(campaign.release),
        "startdt": start.isoformat().replace("+00:00", "Z"),
        "enddt": end.isoformat().replace("+00:00", "Z"),
        "body": _details(page_address),
    }
    return f"{_OUTLOOK}?{urlencode(query)}"


def _make_event(campaign: Campaign, *, page_address: str, now: datetime) -> Event:
    start, end = _start_and_end(campaign.release)
    event = Event()
    event.add("uid", f"release-{campaign.pk}@{urlsplit(page_address).hostname}")
    event.add("sequence", _sequence(campaign))
    event.add("last-modified", campaign.changed_at)
    event.add("status", "CONFIRMED" if campaign.published_at else "CANCELLED")
    event.add("dtstamp", now)
    event.add("dtstart", start)
    event.add("dtend", end)
    event.add("summary", _headline(campaign.release))
    event.add("description", _details(page_address))
    event.add("url", page_address)
    event.add("transp", "TRANSPARENT")
    event.add_component(_make_alarm(campaign.release))
    return event


def _sequence(campaign: Campaign) -> int:
    """Seconds from the campaign's making to its last change: it never falls, and every change of
    what the page shows raises it, or a calendar would keep the old day."""
    return max(0, ceil((campaign.changed_at - campaign.created_at).total_seconds()))


def _make_alarm(release: Release) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _headline(release))
    alarm.add("trigger", _MORNING if release.timing == Timing.LOCAL else timedelta())
    return alarm


def _start_and_end(release: Release) -> tuple[datetime, datetime]:
    start = release.release_at or _floating_midnight(release.release_date)
    return start, start + _LASTS_FOR


def _floating_midnight(day: date) -> datetime:
    return datetime.combine(day, time())  # floating on purpose: no zone of ours would be true


def _compact(moment: datetime) -> str:
    return moment.strftime("%Y%m%dT%H%M%SZ" if moment.tzinfo else "%Y%m%dT%H%M%S")


def _headline(release: Release) -> str:
    # On one line: a calendar's name can't hold another.
    named = {"title": release.title, "artist": release.artist.name}
    return " ".join((_("Out: “%(title)s” by %(artist)s") % named).split())


def _details(page_address: str) -> str:
    return _("Listen:") + " " + page_address
