"""News of an artist as notifications of this browser: a box of its own, unticked, on the artist's
page. Allowed there after a tap, and ended there with one."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from countin import clock
from countin.campaigns.controlling import controller_of
from countin.campaigns.models import Artist
from countin.fans.models import Fan
from countin.fans.newcomers import welcome_fan
from countin.messaging.models import NewsPush
from countin.messaging.news_pushing import allow_news, end_news
from countin.messaging.web_push.browsers import BadSubscription
from countin.pages.answers import go_to
from countin.pages.finding import find_artist
from countin.pages.reminding.push import answer, read_browser, read_json
from countin.pages.visitors.arrivals import read_agent
from countin.pages.visitors.cookies import fan_of_browser, keep_fan
from countin.pages.visitors.remembering import remembered_until
from countin.visits.in_app import recognize_in_app

NEWS_WORDS_VERSION = "1"


@dataclass(frozen=True)
class NewsPart:
    """What `parts/news.html` shows: the box, or that it is on."""

    artist: str
    handle: str
    key: str
    words: str
    is_on: bool


def news_part(request: HttpRequest, *, artist: Artist) -> NewsPart | None:
    """None where no browser can be notified: without a key, and inside an app that can't."""
    is_on = _standing(fan_of_browser(request), artist=artist) is not None
    if not settings.VAPID_PUBLIC_KEY or (recognize_in_app(read_agent(request)) and not is_on):
        return None
    return NewsPart(
        artist=artist.name,
        handle=artist.handle,
        key=settings.VAPID_PUBLIC_KEY,
        words=news_words(artist),
        is_on=is_on,
    )


def news_words(artist: Artist) -> str:
    """The exact words that a fan agrees to."""
    controller = controller_of([artist], otherwise=settings.CONTROLLER)
    words = {"artist": artist.name, "sender": controller.name or artist.name}
    return (
        _(
            "Notifications about %(artist)s in this browser, now and then: new releases, concerts, "
            "news. They come from %(sender)s. One tap on this page ends them. Nothing else depends "
            "on it."
        )
        % words
    )


@require_POST
def allow(request: HttpRequest, *, handle: str) -> HttpResponse:
    """`POST /@ARTIST/news`: JSON with `agreed` and the browser's subscription."""
    artist, now, told = find_artist(handle), clock.now(), read_json(request)
    if told.get("agreed") is not True:
        return answer(_("Nothing was changed: tick the box first, if you want it."), 400)
    try:
        browser = read_browser(told.get("subscription"))
    except BadSubscription:
        return answer(_("This browser can't be notified."), 400)
    fan = fan_of_browser(request) or welcome_fan(artist.workspace, now=now)
    allow_news(
        artist,
        fan=fan,
        browser=browser,
        sealer=settings.SEALER,
        words=news_words(artist),
        version=NEWS_WORDS_VERSION,
        language=get_language() or "en",
        now=now,
    )
    response = answer(_("It is on. One tap on this page ends it."), 200)
    keep_fan(request, response=response, fan=fan, until=remembered_until(fan, now=now), now=now)
    return response


@require_POST
def end(request: HttpRequest, *, handle: str) -> HttpResponse:
    """`POST /@ARTIST/news/end`: a form, so that it needs no script."""
    artist = find_artist(handle)
    news = _standing(fan_of_browser(request), artist=artist)
    if news is not None:
        end_news(news, now=clock.now())
    return go_to("artist", handle=artist.handle)


def _standing(fan: Fan | None, *, artist: Artist) -> NewsPush | None:
    if fan is None:
        return None
    return NewsPush.objects.standing().filter(fan=fan, artist=artist).first()
