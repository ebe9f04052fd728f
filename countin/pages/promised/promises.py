"""A promise, its follow and a reminder in plain words: what will happen, or what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise as LazyText
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from countin.campaigns.models import Campaign, FollowWhen
from countin.pages.moments import moment, release_moment
from countin.pages.onward.leaving import address_now
from countin.pages.promised.open_ways import can_confirm, can_follow_apart, can_reconnect
from countin.pages.promised.receipts import early_added_at, early_words, key_words, saved_words
from countin.presaves.models import FollowAsk, PreSave
from countin.presaves.states import FollowState, Reason, State
from countin.presaves.words import follow_words
from countin.providers.contract import Provider

_WHY: Mapping[str, LazyText] = {
    Reason.GRANT_REFUSED: gettext_lazy(
        "{service} did not accept your permission. We ask once more in a day; "
        "to be sure, press the button below again."
    ),
    Reason.GRANT_DEAD: gettext_lazy(
        "Your permission at {service} has ended. Press the button below to give it again."
    ),
    Reason.GRANT_EXPIRED: gettext_lazy(
        "Your permission at {service} is too old. Press the button below to give it again."
    ),
    Reason.HELD_BACK: gettext_lazy(
        "The people behind this release ask you to confirm it: press the button below once, and "
        "it goes on as you asked."
    ),
    Reason.NO_SUBSCRIPTION: gettext_lazy("{service} needs a subscription for its library."),
    Reason.NOT_RELEASED: gettext_lazy("{service} did not show the release within three days."),
    Reason.NOT_IN_LIBRARY: gettext_lazy("{service} said yes, and it never showed up."),
    Reason.SERVICE_ERROR: gettext_lazy("{service} did not manage, however often we asked."),
    Reason.REFUSED: gettext_lazy("{service} refused it."),
    Reason.NOT_LET_IN: gettext_lazy("{service} refused it."),
    Reason.ENDED: gettext_lazy(
        "The campaign was ended by its organizer. What you allowed us is deleted, unless another "
        "promise of yours needs it."
    ),
}
# The campaign is paused or over, or the service has no key any more: no button stands below.
_WHY_WITHOUT_BUTTON: Mapping[str, LazyText] = {
    Reason.GRANT_REFUSED: gettext_lazy(
        "{service} did not accept your permission. We ask once more in a day."
    ),
    Reason.GRANT_DEAD: gettext_lazy("Your permission at {service} has ended."),
    Reason.GRANT_EXPIRED: gettext_lazy("Your permission at {service} is too old."),
    Reason.HELD_BACK: gettext_lazy(
        "The people behind this release ask you to confirm it. That is possible once its page is "
        "open again."
    ),
}


@dataclass(frozen=True)
class FollowLine:
    """The follow that was asked with a promise."""

    pk: int
    words: str
    is_open: bool


@dataclass(frozen=True)
class Promise:
    """What a fan's page and the thanks say about one pre-save."""

    pk: int
    campaign: Campaign
    service: str
    name: str
    button: str
    words: SafeString
    why: str  # without the words around it; empty where nothing stands in the way
    state: str
    is_open: bool
    needs_fan: bool
    is_held: bool  # the button confirms, and leads to no service
    remind_button: str  # where a reminder is what remains
    open_button: str  # where the release is out for this fan
    receipt: SafeString | str  # what became of the permission; of an early add
    follow_button: str  # where the follow can be asked apart
    follow_words: str
    follows: tuple[FollowLine, ...]
    agreed_words: str
    promised_at: SafeString


def read_promise(
    presave: PreSave, *, providers: Mapping[str, Provider], zone: str, now: datetime
) -> Promise:
    """In the fan's zone. Needs campaign, release and artist of the pre-save."""
    provider = providers.get(presave.provider)
    name = provider.words.name if provider else presave.provider
    is_held = can_confirm(presave, now=now)
    has_button = is_held or can_reconnect(presave, providers=providers, now=now)
    why = _why(presave, name=name, has_button=has_button)
    follows = presave.follows.select_related("artist").order_by("pk")
    return Promise(
        pk=presave.pk,
        campaign=presave.campaign,
        service=presave.provider,
        name=name,
        button=_("Yes, save it for me")
        if is_held
        else _connect_button(presave, provider=provider, now=now),
        words=_state_words(presave, provider=provider, why=why, zone=zone, now=now),
        why=why,
        state=presave.state,
        is_open=presave.is_open and presave.withdraw_asked_at is None,
        needs_fan=has_button,
        is_held=is_held,
        remind_button=_remind_button(presave, provider=provider, now=now),
        open_button=_open_button(presave, provider=provider, now=now),
        receipt=_receipt(presave, name=name, zone=zone, now=now),
        **_follow_offer(presave, providers=providers, now=now),
        follows=tuple(_read_follow(ask, campaign=presave.campaign, name=name) for ask in follows),
        agreed_words=presave.consent.words if presave.consent else "",
        promised_at=moment(presave.promised_at, zone=zone),
    )


def _connect_button(presave: PreSave, *, provider: Provider | None, now: datetime) -> str:
    """What is out for this fan is no pre-save any more."""
    if provider is None:
        return ""
    is_out = now >= presave.due_at()
    return _(provider.words.save_now) if is_out else _(provider.words.direct)


def _remind_button(presave: PreSave, *, provider: Provider | None, now: datetime) -> str:
    lacks = presave.reason == Reason.NO_SUBSCRIPTION
    may_ask = lacks and presave.campaign.is_open(now)
    return _(provider.words.remind) if provider and may_ask else ""


def _open_button(presave: PreSave, *, provider: Provider | None, now: datetime) -> str:
    """From the first second in this fan's market: to listen, or to save it by hand."""
    if provider is None or presave.state == State.WITHDRAWN or now < presave.due_at():
        return ""
    address = address_now(presave.campaign, provider=provider, market=presave.market, now=now)
    return _(provider.words.open_link) if address else ""


def _receipt(presave: PreSave, *, name: str, zone: str, now: datetime) -> SafeString | str:
    if presave.state == State.SAVED:
        return key_words(presave, zone=zone)
    is_early = presave.state == State.PROMISED and now < presave.due_at()
    if is_early or presave.state == State.WITHDRAWN:
        return early_words(presave, name=name, zone=zone)
    return ""


def _follow_offer(
    presave: PreSave, *, providers: Mapping[str, Provider], now: datetime
) -> dict[str, str]:
    if not can_follow_apart(presave, providers=providers, now=now):
        return {"follow_button": "", "follow_words": ""}
    provider, campaign = providers[presave.provider], presave.campaign
    button = _(provider.words.follow).replace("{artist}", campaign.release.artist.name)
    is_saved = presave.state == State.SAVED
    words = follow_words(campaign, provider=provider, is_saved=is_saved)
    return {"follow_button": button, "follow_words": words}


def _state_words(
    presave: PreSave, *, provider: Provider | None, why: str, zone: str, now: datetime
) -> SafeString:
    name = provider.words.name if provider else presave.provider
    library = _(provider.words.library) if provider else name
    if presave.state == State.PROMISED:
        return _coming(presave, name=name, library=library, zone=zone, now=now)
    changed = moment(presave.changed_at, zone=zone)
    if presave.state == State.SAVED:
        return saved_words(presave, library=library, zone=zone)
    if presave.state == State.WITHDRAWN and early_added_at(presave):
        return format_html(_("Withdrawn on {}."), changed)
    if presave.state == State.WITHDRAWN:
        return format_html(_("Withdrawn on {}. Nothing will be saved."), changed)
    if presave.state == State.NEEDS_FAN:
        return format_html(_("It needs you. {}"), why)
    return format_html(_("It could not be saved. {}"), why)


def _why(presave: PreSave, *, name: str, has_button: bool) -> str:
    if presave.state not in (State.NEEDS_FAN, State.FAILED):
        return ""
    known = _WHY if has_button else {**_WHY, **_WHY_WITHOUT_BUTTON}
    return str(known.get(presave.reason, _("Something stands in the way."))).format(service=name)


def _coming(presave: PreSave, *, name: str, library: str, zone: str, now: datetime) -> SafeString:
    if presave.withdraw_asked_at is not None:
        return format_html(
            _("It is being saved at this moment; we take it back where {} lets us."), name
        )
    if now >= presave.due_at():
        return format_html(_("Its moment has come: {} is being asked until it is there."), name)
    when = release_moment(presave.campaign.release, zone=zone)
    return format_html(_("It will be saved to your {} on {}."), library, when)


def _read_follow(ask: FollowAsk, *, campaign: Campaign, name: str) -> FollowLine:
    named = {"artist": ask.artist.name, "service": name}
    return FollowLine(
        pk=ask.pk,
        words=_follow_words(ask, campaign=campaign) % named,
        is_open=ask.state == FollowState.WAITING,
    )


def _follow_words(ask: FollowAsk, *, campaign: Campaign) -> str:
    if ask.state == FollowState.DONE:
        return _("You follow %(artist)s on %(service)s.")
    if ask.state == FollowState.WITHDRAWN:
        return _("You took back that you want to follow %(artist)s.")
    if ask.state == FollowState.FAILED:
        return _("%(service)s did not let us follow %(artist)s for you.")
    if campaign.follow_when == FollowWhen.CONNECT:
        return _("You will follow %(artist)s on %(service)s within minutes.")
    return _("You will follow %(artist)s on %(service)s from release day on.")
