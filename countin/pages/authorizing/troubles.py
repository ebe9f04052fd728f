"""When a pre-save did not come about: what happened, that nothing is lost, and the next step."""

from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countin import clock
from countin.campaigns.models import Campaign
from countin.pages.answers import show_page
from countin.pages.landing.contexts import campaign_context
from countin.pages.promised.offers import make_offer, offer_without_direct, remind_offer
from countin.pages.visitors.arrivals import Arrival, read_arrival
from countin.providers.contract import Mode, Provider


@dataclass(frozen=True)
class Trouble:
    """A page of this kind. In its texts stand %(service)s and %(minutes)s."""

    title: Promise
    words: Promise
    status: int = 200
    again: bool = True  # the button that starts anew, in the mode of this visitor
    told: str = "not_confirmed"  # which sentence says it on a fan's own page


REMIND_ONLY: Final = Trouble(
    gettext_lazy("We can remind you"),
    gettext_lazy(
        "%(service)s lets this page save for a few listed accounts only, so nothing was asked of "
        "your account. We can remind you instead: one tap on the day, and it is yours."
    ),
    again=False,
)
REFUSED: Final = Trouble(
    gettext_lazy("Your account can't be served here"),
    gettext_lazy(
        "%(service)s does not let this page save for your account. Nothing was saved, and the "
        "permission you just gave is not kept. We can remind you instead."
    ),
    again=False,
    told="refused",
)
NO_SUBSCRIPTION: Final = Trouble(
    gettext_lazy("This needs a subscription"),
    gettext_lazy(
        "%(service)s adds to a library only with a subscription, and this account has none. "
        "Nothing was added. We can remind you instead."
    ),
    again=False,
    told="no_subscription",
)
BUSY: Final = Trouble(
    gettext_lazy("Not right now"),
    gettext_lazy(
        "%(service)s takes no pre-saves from this page at the moment. Come back later, or let "
        "us remind you."
    ),
    status=503,
    told="busy",
)
LATER: Final = Trouble(
    gettext_lazy("%(service)s did not answer"),
    gettext_lazy(
        "We could not reach %(service)s just now. Nothing is lost, and nothing was saved yet: "
        "press the button again in a moment."
    ),
    status=503,
    told="later",
)
DENIED: Final = Trouble(
    gettext_lazy("Nothing was saved"),
    gettext_lazy(
        "You did not agree at %(service)s, so nothing was saved and nothing is kept. If that "
        "was a slip, press the button again."
    ),
    told="denied",
)
LATE: Final = Trouble(
    gettext_lazy("That took a little too long"),
    gettext_lazy(
        "An answer from %(service)s is good for %(minutes)s minutes, and those are over. "
        "Nothing was saved. Press the button again."
    ),
    status=400,
    told="late",
)
OTHER_BROWSER: Final = Trouble(
    gettext_lazy("One more tap"),
    gettext_lazy(
        "You began in another browser, often one inside an app, so we can't finish it here. "
        "Nothing was saved: one tap starts again in this browser."
    ),
)
NOT_CONFIRMED: Final = Trouble(
    gettext_lazy("%(service)s did not confirm it"),
    gettext_lazy(
        "%(service)s did not confirm this answer; each is good once, and briefly. Nothing was "
        "saved. Press the button again."
    ),
    status=400,
)


def tell(
    trouble: Trouble,
    *,
    request: HttpRequest,
    campaign: Campaign,
    provider: Provider,
    arrival: Arrival | None = None,
) -> HttpResponse:
    """The campaign's page with the trouble on top of what can be done now."""
    arrival = arrival or read_arrival(request, campaign=campaign)
    context = campaign_context(campaign, arrival=arrival, now=clock.now())
    context |= trouble_texts(trouble, provider=provider)
    context |= _ways_on(campaign, provider=provider, again=trouble.again, arrival=arrival)
    return show_page(request, template="trouble", context=context, status=trouble.status)


def _ways_on(
    campaign: Campaign, *, provider: Provider, again: bool, arrival: Arrival
) -> dict[str, Any]:
    """What can be pressed now: the same once more, else the next best. The reminder is always
    among it, once."""
    if again:
        offer = make_offer(campaign, provider=provider, is_guest=arrival.is_guest)
    else:
        offer = offer_without_direct(campaign, provider=provider)
    if offer.mode == Mode.REMIND:
        return {"offers": [], "reminder": offer}
    reminder = None if offer.reminder else remind_offer(campaign, provider=provider)
    return {"offers": [offer], "reminder": reminder}


def trouble_texts(trouble: Trouble, *, provider: Provider) -> dict[str, str]:
    """Title and words, with the service named."""
    minutes = int(settings.AUTHORIZATION_FOR.total_seconds() // 60)
    named = {"service": provider.words.name, "minutes": minutes}
    return {"title": str(trouble.title) % named, "words": str(trouble.words) % named}


def tell_unknown(request: HttpRequest, *, provider: Provider) -> HttpResponse:
    """A state that we never gave out, or gave out long ago: there is no campaign to name."""
    words = _("We did not send this browser to %(service)s, or it is long ago. Nothing was saved.")
    context = {
        "title": _("This answer has no question"),
        "words": words % {"service": provider.words.name},
        "next_step": _("Open the release's page again and press the button there."),
    }
    return show_page(request, template="message", context=context, status=400)
