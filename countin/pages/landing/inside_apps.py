"""What a page says inside an app's own browser: why to leave it, where the app's menu hides the
way, and that a reminder works in there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in, offered_providers
from countin.pages.promised.offers import Offers, place_offers, remind_offer
from countin.providers.contract import Mode, Provider
from countin.visits.in_app import InApp

_EXTERNAL: Final = gettext_lazy(
    "In %(app)s, tap the three dots at the top, then “Open in external browser”, or the name of "
    "your browser."
)
_IN_BROWSER: Final = gettext_lazy(
    "In %(app)s, tap the three dots at the top, then “Open in browser”."
)
_SHARING: Final = gettext_lazy(
    "In %(app)s, tap the share sign or the three dots, then “Open in browser”."
)
_ANYWHERE: Final = gettext_lazy(
    "Open the menu of %(app)s, often three dots, and choose your browser there."
)
_STEPS: Final[Mapping[str, Promise]] = MappingProxyType(
    {
        "instagram": _EXTERNAL,
        "facebook": _EXTERNAL,
        "messenger": _EXTERNAL,
        "threads": _EXTERNAL,
        "tiktok": _IN_BROWSER,
        "snapchat": _IN_BROWSER,
        "pinterest": _IN_BROWSER,
        "x": _SHARING,
        "linkedin": _SHARING,
    }
)


@dataclass(frozen=True)
class InsideApp:
    """What stands on the page besides the way out itself, which an arrival knows."""

    title: str
    why: str
    steps: str  # for whom the button does not work
    reminders: Offers  # they work everywhere, so they stand first
    providers: Mapping[str, Provider]

    def without(self, services: Collection[str], *, campaign: Campaign, first: str) -> "InsideApp":
        """The same for whom these services need not remind, their own service `first`."""
        kept = {name: one for name, one in self.providers.items() if name not in services}
        return replace(self, reminders=_reminders(campaign, providers=kept, first=first))


def words_inside(
    campaign: Campaign, *, app: InApp, is_guest: bool, providers: Mapping[str, Provider]
) -> InsideApp | None:
    """For a page of this campaign, shown inside this app; None where there is nothing but
    reminders anyway: no service has to know anybody for those."""
    offered = offered_providers(campaign, providers=providers)
    modes = {mode_in(campaign, provider=each, is_guest=is_guest) for each in offered.values()}
    if modes <= {Mode.REMIND}:
        return None
    named = {"app": app.label}
    why = _(
        "This is the browser inside %(app)s. It often does not know your accounts, so a service "
        "would ask for your password here."
    )
    saves = Mode.DIRECT in modes
    return InsideApp(
        title=_("Or have it saved by itself") if saves else _("Or pre-save it at the service"),
        why=why % named,
        steps=steps_out(app),
        reminders=_reminders(campaign, providers=offered, first=""),
        providers=offered,
    )


def steps_out(app: InApp) -> str:
    """Where this app's menu hides the way to the phone's own browser."""
    return str(_STEPS.get(app.name, _ANYWHERE)) % {"app": app.label}


def _reminders(campaign: Campaign, *, providers: Mapping[str, Provider], first: str) -> Offers:
    """The links to follow wait outside."""
    offers = [
        replace(remind_offer(campaign, provider=each), follow_link="")
        for each in providers.values()
    ]
    return place_offers(campaign, offers=offers, providers=providers, first=first)
