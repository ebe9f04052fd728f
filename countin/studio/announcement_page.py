"""One announcement: written, looked at, tested, let go, stopped."""

from base64 import b64encode
from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.models import Campaign
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
from countin.studio.announcement_forms import AnnouncementForm, SendForm, TestForm
from countin.studio.announcements import address_of
from countin.studio.home import seat_context
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_campaign
from countin.webhooks.endpoints import count_listeners
from countin.webhooks.models import EventKind
from countin.workspaces.models import Role

_NO_MAIL = "No mail can be sent here yet: COUNTIN_SMTP_URL or COUNTIN_MAIL_SERVICE is not set."
_FRAMED: dict[str, list[str]] = {
    "frame-ancestors": ["'self'"],
    "style-src": ["'unsafe-inline'"],  # a mail has no other styles
    "form-action": ["'none'"],
    "script-src": ["'none'"],
    "connect-src": ["'none'"],
    "img-src": ["data:"],
}
_DARK = "(prefers-color-scheme: dark)"


def of_campaign(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the `announcement` that `n` names; back to the list where there is none."""

    @wraps(view)
    def given(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
        number = read_number(request.GET.get("n", ""))
        related = ("artist", "campaign__release__artist", "channel__campaign")
        rows = Announcement.objects.select_related(*related).filter(campaign=campaign)
        found = rows.filter(pk=number).first()
        if found is None:
            return redirect("studio_announcements", slug=campaign.slug)
        return view(request, seat=seat, campaign=campaign, announcement=found)

    return given


@require_safe
@in_campaign(Role.MANAGER)
@of_campaign
def show_announcement(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
) -> HttpResponse:
    """Its words, how it looks, and how far it got."""
    return _show(
        request,
        seat=seat,
        announcement=announcement,
        form=AnnouncementForm.of(announcement),
        send_form=_send_form(announcement, now=seat.now),
    )


@require_POST
@in_campaign(Role.MANAGER)
@of_campaign
def save(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
) -> HttpResponse:
    """Other words, or other readers."""
    form = AnnouncementForm(request.POST)
    if form.is_valid():
        try:
            change_draft(announcement, words=form.words(announcement), now=seat.now)
        except (BadAnnouncement, BadSegment) as bad:
            form.add_error(None, str(bad))
        else:
            seat.note("announcement changed", subject=campaign.slug, detail=str(announcement.pk))
            messages.success(request, "Kept. Beside it you see how it looks now.")
            return redirect(address_of(announcement, campaign=campaign))
    send_form = _send_form(announcement, now=seat.now)
    return _show(request, seat=seat, announcement=announcement, form=form, send_form=send_form)


@require_POST
@in_campaign(Role.MANAGER)
@of_campaign
def test(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
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
            seat.note("announcement tested", subject=campaign.slug, detail=str(announcement.pk))
            messages.success(request, "A test is on its way. Look at it on a phone.")
    return redirect(address_of(announcement, campaign=campaign))


@require_POST
@in_campaign(Role.MANAGER)
@of_campaign
def send(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
) -> HttpResponse:
    """Now, or at a moment."""
    form = SendForm(request.POST)
    if not form.is_valid():
        written = AnnouncementForm.of(announcement)
        return _show(request, seat=seat, announcement=announcement, form=written, send_form=form)
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
        seat.note("announcement scheduled", subject=campaign.slug, detail=str(announcement.pk))
        messages.success(request, "It is on its way. Here you see how far it gets, and stop it.")
    return redirect(address_of(announcement, campaign=campaign))


@require_POST
@in_campaign(Role.MANAGER)
@of_campaign
def stop(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
) -> HttpResponse:
    """From this moment nothing more goes; or the rest does."""
    is_to_go = request.POST.get("go") == "on"
    verb = resume_announcement if is_to_go else stop_announcement
    if verb(announcement, now=seat.now):
        what = "announcement resumed" if is_to_go else "announcement stopped"
        seat.note(what, subject=campaign.slug, detail=str(announcement.pk))
        messages.success(request, "The rest goes out." if is_to_go else "Stopped.")
    return redirect(address_of(announcement, campaign=campaign))


@require_POST
@in_campaign(Role.MANAGER)
@of_campaign
def discard(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
) -> HttpResponse:
    """A draft goes."""
    number = str(announcement.pk)
    if discard_draft(announcement):
        seat.note("announcement discarded", subject=campaign.slug, detail=number)
        messages.success(request, "The draft is deleted.")
    return redirect("studio_announcements", slug=campaign.slug)


@require_safe
@xframe_options_exempt
@in_campaign(Role.MANAGER)
@of_campaign
def show_mail(
    request: HttpRequest, *, seat: Seat, campaign: Campaign, announcement: Announcement
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
    announcement: Announcement,
    form: AnnouncementForm,
    send_form: SendForm,
) -> HttpResponse:
    campaign, state = announcement.campaign, announcement.state(seat.now)
    assert campaign is not None
    context: dict[str, Any] = {
        "campaign": campaign,
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
        "programs": _count_programs(announcement),
        "per_minute": settings.ANNOUNCE_PER_MINUTE,
        "form": form,
        "send_form": send_form,
        "test_form": TestForm(initial={"address": seat.organizer.email}),
        **seat_context(seat),
    }
    return render(request, "studio/announcement.html", context)


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


# The end of the address, who answers, and the end of its name.
VIEWS: tuple[tuple[str, Callable[..., HttpResponse], str], ...] = (
    ("", show_announcement, ""),
    ("/save", save, "_save"),
    ("/test", test, "_test"),
    ("/send", send, "_send"),
    ("/stop", stop, "_stop"),
    ("/discard", discard, "_discard"),
    ("/mail", show_mail, "_mail"),
)
