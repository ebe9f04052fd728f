"""One announcement: written, looked at, tested, let go, stopped."""

from base64 import b64encode
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt

from countin.insights.news import Brought, read_brought
from countin.messaging.announcement_tables import AnnouncementKind, AnnouncementState
from countin.messaging.announcing.counting import (
    count_announcement,
    count_pushes,
    count_reach,
    next_due,
)
from countin.messaging.announcing.drafting import (
    BadAnnouncement,
    change_draft,
    discard_draft,
    resume_announcement,
    schedule_announcement,
    stop_announcement,
)
from countin.messaging.announcing.kinds import KINDS
from countin.messaging.announcing.segment import BadSegment, read_segment
from countin.messaging.announcing.testing import send_test
from countin.messaging.announcing.writing import AnnouncingDesk, subject_of, write_announcement
from countin.messaging.letters import PICTURE_ID, Letter
from countin.messaging.models import Announcement
from countin.messaging.preferences import CHOICES
from countin.messaging.sending import Desk
from countin.studio.announcements.forms import AnnouncementForm, SendForm, TestForm, form_for
from countin.studio.announcements.places import Place, of_place
from countin.studio.home import seat_context
from countin.studio.seats import Seat, View
from countin.webhooks.endpoints import count_listeners
from countin.webhooks.models import EventKind

_NO_MAIL = "No mail can be sent here yet: COUNTIN_SMTP_URL or COUNTIN_MAIL_SERVICE is not set."
_FRAMED: dict[str, list[str]] = {
    "frame-ancestors": ["'self'"],
    "style-src": ["'unsafe-inline'"],  # a mail has no other styles
    "form-action": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "img-src": ["data:"],
}
_PRESSED = ("save", "test", "send", "stop", "discard", "mail")
_DARK = "(prefers-color-scheme: dark)"


@of_place
def show_announcement(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """Its words, how it looks, and how far it got."""
    return _show(
        request,
        seat=seat,
        place=place,
        announcement=announcement,
        form=form_for(announcement).of(announcement),
        send_form=_send_form(announcement, now=seat.now),
    )


@of_place
def save(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """Other words, or other readers."""
    form = form_for(announcement)(request.POST)
    if form.is_valid():
        try:
            change_draft(announcement, words=form.words(announcement), now=seat.now)
        except (BadAnnouncement, BadSegment) as bad:
            form.add_error(None, str(bad))
        else:
            seat.note("announcement changed", subject=place.subject, detail=str(announcement.pk))
            messages.success(request, "Kept. Beside it you see how it looks now.")
            return redirect(place.page_address(announcement.pk))
    send_form = _send_form(announcement, now=seat.now)
    return _show(
        request, seat=seat, place=place, announcement=announcement, form=form, send_form=send_form
    )


@of_place
def test(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """To the organizer's own mailbox."""
    form = TestForm(request.POST)
    if not settings.MAIL_IS_SET:
        messages.error(request, _NO_MAIL)
    elif not form.is_valid():
        messages.error(request, "That is no e-mail address. Check it for a typing slip.")
    else:
        address = form.cleaned_data["address"]
        because = send_test(announcement, address=address, desk=_desk(), now=seat.now)
        if because:
            messages.error(request, f"It was not sent ({because}). Ask countin doctor.")
        else:
            seat.note("announcement tested", subject=place.subject, detail=str(announcement.pk))
            messages.success(request, "A test is on its way. Look at it on a phone.")
    return redirect(place.page_address(announcement.pk))


@of_place
def send(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """Now, or at a moment."""
    form = SendForm(request.POST)
    if not form.is_valid():
        written = form_for(announcement).of(announcement)
        return _show(
            request, seat=seat, place=place, announcement=announcement, form=written, send_form=form
        )
    try:
        Announcement.objects.filter(pk=announcement.pk).update(time_zone=form.cleaned_data["zone"])
        schedule_announcement(
            announcement,
            at=form.moment(now=seat.now),
            mail_is_set=settings.MAIL_IS_SET,
            now=seat.now,
        )
    except BadAnnouncement as bad:
        messages.error(request, str(bad))
    else:
        seat.note("announcement scheduled", subject=place.subject, detail=str(announcement.pk))
        messages.success(request, "It is on its way. Here you see how far it gets, and stop it.")
    return redirect(place.page_address(announcement.pk))


@of_place
def stop(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """From this moment nothing more goes; or the rest does."""
    is_to_go = request.POST.get("go") == "on"
    verb = resume_announcement if is_to_go else stop_announcement
    if verb(announcement, now=seat.now):
        what = "announcement resumed" if is_to_go else "announcement stopped"
        seat.note(what, subject=place.subject, detail=str(announcement.pk))
        messages.success(request, "The rest goes out." if is_to_go else "Stopped.")
    return redirect(place.page_address(announcement.pk))


@of_place
def discard(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """A draft goes."""
    number = str(announcement.pk)
    if discard_draft(announcement):
        seat.note("announcement discarded", subject=place.subject, detail=number)
        messages.success(request, "The draft is deleted.")
    return redirect(place.list_address)


@xframe_options_exempt
@of_place
def show_mail(
    request: HttpRequest, *, seat: Seat, place: Place, announcement: Announcement
) -> HttpResponse:
    """The mail itself, light or dark whatever the browser's own mode, for the studio's frame."""
    letter = write_announcement(
        announcement, membership=None, address="", desk=_desk(), now=seat.now
    )
    scheme = "all" if request.GET.get("scheme") == "dark" else "not all"
    html = letter.html.replace(_DARK, scheme).replace(f"cid:{PICTURE_ID}", _artwork(letter))
    response = HttpResponse(html)
    response._csp_replace = _FRAMED  # type: ignore[attr-defined]  # as csp_replace does
    return response


def _show(
    request: HttpRequest,
    *,
    seat: Seat,
    place: Place,
    announcement: Announcement,
    form: AnnouncementForm,
    send_form: SendForm,
) -> HttpResponse:
    state = announcement.state(seat.now)
    context: dict[str, Any] = {
        "place": place,
        "campaign": place.campaign,
        "to": {end: place.page_address(announcement.pk, end=f"_{end}") for end in _PRESSED},
        "announcement": announcement,
        "title": KINDS[AnnouncementKind(announcement.kind)].title,
        "subject": subject_of(announcement),
        "next_at": next_due(announcement),
        "at": seat.now,
        "state": state,
        "is_draft": state == AnnouncementState.DRAFT,
        "can_stop": state in (AnnouncementState.SCHEDULED, AnnouncementState.SENDING),
        "is_stopped": state == AnnouncementState.STOPPED,
        "counts": count_announcement(announcement),
        "pushes": count_pushes(announcement),
        "whom": read_segment(announcement.segment).in_words(),
        "reach": count_reach(announcement, mail_is_set=settings.MAIL_IS_SET, now=seat.now),
        "brought": _brought(place, announcement=announcement),
        "programs": _count_programs(announcement),
        "per_minute": settings.ANNOUNCE_PER_MINUTE,
        "form": form,
        "send_form": send_form,
        "test_form": TestForm(initial={"address": seat.organizer.email}),
        **seat_context(seat),
    }
    return render(request, "studio/announcement.html", context)


def _brought(place: Place, *, announcement: Announcement) -> list[Brought]:
    """Of news; what is about a campaign stands in its report."""
    if place.campaign is not None:
        return []
    return read_brought(place.artist, numbers=[announcement.pk])


def _count_programs(announcement: Announcement) -> int:
    """What is about a fan's own promise is told to no program."""
    if announcement.kind not in CHOICES:
        return 0
    return count_listeners(announcement.artist.workspace, kind=EventKind.SENT)


def _send_form(announcement: Announcement, *, now: datetime) -> SendForm:
    """The day that its kind is due, while that is still to come; else empty, which is now."""
    campaign, kind = announcement.campaign, KINDS[AnnouncementKind(announcement.kind)]
    at = ""
    if campaign is not None and kind.offset is not None:
        day = campaign.release.release_date + kind.offset
        at = f"{day:%Y-%m-%d}T10:00" if day > now.date() else ""
    return SendForm(initial={"at": at, "zone": announcement.time_zone})


def _artwork(letter: Letter) -> str:
    """The picture that travels inside the mail."""
    return f"data:image/jpeg;base64,{b64encode(letter.picture or b'').decode()}"


def _desk() -> AnnouncingDesk:
    desk = Desk(
        providers=settings.PROVIDERS,
        controller=settings.CONTROLLER,
        base_url=settings.BASE_URL,
        sender=settings.DEFAULT_FROM_EMAIL,
        media_root=settings.MEDIA_ROOT,
    )
    return AnnouncingDesk(
        desk=desk, secret_key=settings.SECRET_KEY, per_minute=settings.ANNOUNCE_PER_MINUTE
    )


# By the end of the address, who answers.
PAGES: dict[str, View] = {"": show_announcement, "/mail": show_mail}
PRESSES: dict[str, View] = {
    "/save": save,
    "/test": test,
    "/send": send,
    "/stop": stop,
    "/discard": discard,
}
