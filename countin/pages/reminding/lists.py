"""An artist's e-mail list: a form of its own, unticked wherever it stands beside another."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.campaigns.controlling import controller_of
from countin.campaigns.models import Artist
from countin.fans.models import Fan
from countin.fans.newcomers import welcome_fan
from countin.messaging.lists import ask_list, leave_list
from countin.messaging.models import ListMembership
from countin.pages.answers import go_to, show_private_page
from countin.pages.finding import find_artist
from countin.pages.visitors.cookies import fan_key, fan_of_browser, keep_fan
from countin.pages.visitors.remembering import remembered_until

LIST_WORDS_VERSION = "2"
LONGEST_ADDRESS = 320


@dataclass(frozen=True)
class ListForm:
    """What `parts/list_form.html` shows."""

    artist: str
    action: str
    words: str


def list_form(artist: Artist, *, fan: Fan | None) -> ListForm | None:
    """For a page of this artist; None where no mail can be sent, and for a fan who is on the
    list or was asked to confirm."""
    if not settings.MAIL_IS_SET or _membership_of(fan, artist=artist) is not None:
        return None
    action = reverse("list", kwargs={"handle": artist.handle})
    return ListForm(artist=artist.name, action=action, words=list_words(artist))


def list_words(artist: Artist) -> str:
    """The exact words that a fan agrees to with the list."""
    controller = controller_of([artist], otherwise=settings.CONTROLLER)
    words = {"artist": artist.name, "sender": controller.name or artist.name}
    return (
        _(
            "E-mails about %(artist)s, now and then: new releases, concerts, news. They come from "
            "%(sender)s. You can leave at any time, by a link in each e-mail. Nothing else depends "
            "on it."
        )
        % words
    )


def no_address() -> str:
    """Beside a field that holds no e-mail address."""
    return _("This is no e-mail address. Check it for a typing slip.")


@require_http_methods(["GET", "HEAD", "POST"])
def show_list(request: HttpRequest, *, handle: str) -> HttpResponse:
    """`/@ARTIST/list`: the form, and what came of it; its POST takes the address, or leaves."""
    artist = find_artist(handle)
    if not settings.MAIL_IS_SET:
        raise Http404("no mail is sent here")
    if request.method != "POST":
        return _show(request, artist=artist)
    if request.POST.get("leave") == "yes":
        return _leave(request, artist=artist)
    return _take_address(request, artist=artist)


def _take_address(request: HttpRequest, *, artist: Artist) -> HttpResponse:
    now, given = clock.now(), request.POST.get("address", "")[:LONGEST_ADDRESS]
    known = fan_of_browser(request)
    fan = known or welcome_fan(artist.workspace, now=now)
    try:
        ask_list(
            artist,
            fan=fan,
            address=given,
            words=list_words(artist),
            version=LIST_WORDS_VERSION,
            language=get_language() or "en",
            now=now,
        )
    except ValueError:
        if known is None:
            fan.delete()
        return _show(request, artist=artist, problem=no_address(), given=given)
    response = go_to("list", handle=artist.handle)
    keep_fan(request, response=response, fan=fan, until=remembered_until(fan, now=now), now=now)
    return response


def _leave(request: HttpRequest, *, artist: Artist) -> HttpResponse:
    membership = _membership_of(fan_of_browser(request), artist=artist)
    if membership is not None:
        leave_list(membership, now=clock.now())
    return go_to("list", handle=artist.handle)


def _show(
    request: HttpRequest, *, artist: Artist, problem: str = "", given: str = ""
) -> HttpResponse:
    fan = fan_of_browser(request)
    context = {
        "artist": artist,
        "membership": _membership_of(fan, artist=artist),
        "list_form": list_form(artist, fan=fan),
        "problem": problem,
        "given": given,
        "own_key": fan_key(request) if fan else "",
    }
    status = 400 if problem else 200
    return show_private_page(request, template="list", context=context, status=status)


def _membership_of(fan: Fan | None, *, artist: Artist) -> ListMembership | None:
    if fan is None:
        return None
    return ListMembership.objects.standing().filter(fan=fan, artist=artist).first()
