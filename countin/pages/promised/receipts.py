"""The receipt of a promise: what was done when, and that its permission is gone. Every sentence
is read from rows, and left out where no row says so."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countin.fans.models import Grant
from countin.languages.available import SOURCE
from countin.languages.dates import clock_in_words, day_in_words
from countin.pages.moments import moment
from countin.presaves.models import PreSave, Transition
from countin.presaves.states import State
from countin.release_day.models import Attempt, AttemptKind
from countin.release_day.tasks import Result

_TAKEN = (Result.DONE, Result.ACCEPTED)


def saved_words(presave: PreSave, *, library: str, zone: str) -> SafeString:
    """ "Saved to your Spotify library on Friday, December 18, 2026, at 12:04 AM your time.\""""
    at = _saved_at(presave)
    if not zone:
        return format_html(_("Saved to your {} on {}."), library, moment(at, zone=zone))
    local = at.astimezone(ZoneInfo(zone))
    return format_html(
        _("Saved to your {} on {}, at {} your time."), library, _day(local), _clock(local)
    )


def key_words(presave: PreSave, *, zone: str) -> SafeString | str:
    """What became of the permission with which it was saved."""
    newest = Grant.objects.filter(connection=presave.connection_id).order_by("-pk").first()
    if newest is None:
        return ""
    if newest.shredded_at is None:
        return _("Your key is still kept, sealed: something else of yours needs it.")
    return _deleted(newest.shredded_at, zone=zone, since=_saved_at(presave))


def early_words(presave: PreSave, *, name: str, zone: str) -> SafeString | str:
    """An early add that the service has taken, though it is not, or not any more, promised as
    saved: it may be in the library."""
    at = early_added_at(presave)
    if at is None:
        return ""
    if presave.state == State.WITHDRAWN:
        return format_html(
            _(
                "{} had taken it early, on {}, and lets nobody take that back. It may be in your "
                "library now, or come there on release day: to remove it, find it in the library "
                "there and delete it."
            ),
            name,
            moment(at, zone=zone),
        )
    return format_html(
        _("{} took it early, on {}. That proves nothing yet: we look again on release day."),
        name,
        moment(at, zone=zone),
    )


def early_added_at(presave: PreSave) -> datetime | None:
    """When the service took the early add; None where it did not."""
    taken = Attempt.objects.filter(
        presave=presave, kind=AttemptKind.EARLY_ADD, outcome__in=[str(one) for one in _TAKEN]
    ).order_by("pk")
    first = taken.first()
    return first.finished_at if first else None


def _saved_at(presave: PreSave) -> datetime:
    moves = Transition.objects.filter(presave=presave, follow__isnull=True, to_state=State.SAVED)
    last = moves.order_by("-pk").first()
    return last.happened_at if last else presave.changed_at


def _deleted(at: datetime, *, zone: str, since: datetime) -> SafeString:
    local = at.astimezone(ZoneInfo(zone)) if zone else at.astimezone(UTC)
    if zone and local.date() == since.astimezone(local.tzinfo).date():
        return format_html(_("Your key was deleted at {}."), _clock(local))
    return format_html(_("Your key was deleted on {}."), moment(at, zone=zone))


def _day(local: datetime) -> SafeString:
    words = day_in_words(local.date(), language=get_language() or SOURCE)
    return format_html('<time datetime="{}">{}</time>', local.date().isoformat(), words)


def _clock(local: datetime) -> SafeString:
    """12:04 AM, or 00:04, as the language writes it."""
    words = clock_in_words(local, language=get_language() or SOURCE)
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), words)
