"""The services: keys, quota, reachability, clock, the redirect addresses to register."""

from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime

from django.conf import settings

from countin.config.doctor.findings import Finding, fine, mend, note
from countin.config.listings import LISTINGS
from countin.fans.models import Grant
from countin.pacing.talking import talk
from countin.presaves.canaries import Canary
from countin.providers.asking import Http, ask
from countin.providers.contract import (
    Mode,
    OperatorNeeded,
    Provider,
    ProviderError,
    RedirectConsent,
    Release,
    TryLater,
    is_set_up,
)
from countin.workspaces.models import Alarm

# Anything an address of the service answers carries its date.
_ADDRESSES = {
    listing.name: listing.address.name for listing in LISTINGS if listing.address is not None
}
_CLOCK_MAY_BE_OFF = 30
# A release that nobody has: the answer does not matter, that one comes does.
_NOTHING = Release(title="", kind="single", artist_name="", upc="000000000000")


def look_at_providers(now: datetime) -> Iterator[Finding]:
    """Every service that pages name, with keys or without; then which others could be set up,
    and which never are."""
    for provider in _saving():
        if not is_set_up(provider):
            continue
        yield _mode(provider)
        if provider.client_id:
            yield _reach(provider, now=now)
            yield from _clock(provider, now=now)
            yield from _redirect(provider)
            yield from _other_client(provider)
    yield from _others()
    yield from _linked()


def look_at_alarms() -> Iterator[Finding]:
    """What the worker has called the operator for."""
    for alarm in Alarm.objects.filter(cleared_at__isnull=True).order_by("raised_at"):
        yield mend(alarm.subject, words=alarm.words)


def _saving() -> list[Provider]:
    return [one for one in settings.PROVIDERS.values() if one.abilities.direct]


def _others() -> Iterator[Finding]:
    others = [one.words.name for one in _saving() if not is_set_up(one)]
    if others:
        yield note(
            "services",
            words=(
                f"{', '.join(others)}: not set up, and named only on pages whose campaign file "
                "holds the release's link there. docs/services.md says what each could do."
            ),
        )


def _linked() -> Iterator[Finding]:
    linked = [one.words.name for one in settings.PROVIDERS.values() if not one.abilities.direct]
    if linked:
        yield fine(
            "services",
            words=f"{', '.join(linked)}: reminded and linked. Nothing is to be set up for them.",
        )


def _mode(provider: Provider) -> Finding:
    words = f"{provider.public_mode} mode. {provider.mode_because}"
    if provider.public_mode == Mode.DIRECT:
        return fine(provider.name, words=words)
    return note(provider.name, words=words)


def _reach(provider: Provider, *, now: datetime) -> Finding:
    try:
        talk(
            provider,
            question=provider.find_release(_asked(provider), market="US", now=now),
            now=now,
        )
    except OperatorNeeded as error:
        return mend(provider.name, words=f"{error.because} {error.mend}")
    except TryLater as error:
        return _unanswered(provider, error=error)
    except ProviderError as error:
        return mend(provider.name, words=f"It refused a look-up ({error}). Check its keys.")
    return fine(provider.name, words="It answers, and accepts the keys.")


def _asked(provider: Provider) -> Release:
    """What is looked for; where nothing is found by codes, what everybody knows, by its id."""
    lives = {listing.name: listing.live for listing in LISTINGS}
    live = lives[provider.name]
    return live.known if live and not provider.abilities.looks_up_by else _NOTHING


def _unanswered(provider: Provider, *, error: TryLater) -> Finding:
    if until := provider.gate.closed_until():
        return note(
            provider.name,
            words=(
                f"It asked for silence ({error.because}) until {until:%Y-%m-%d %H:%M} UTC. "
                "Nothing is to be done: promises wait and go on by themselves."
            ),
        )
    return mend(
        provider.name,
        words=f"It could not be asked ({error}). Check the network, then run this again.",
    )


def _clock(provider: Provider, *, now: datetime) -> Iterator[Finding]:
    address = settings.VALUES[_ADDRESSES[provider.name]]
    try:
        answer = ask(Http(gate=provider.gate).request("GET", address))
        its_now = parsedate_to_datetime(answer.headers.get("Date", ""))
    except (ProviderError, ValueError):
        return
    off = abs((its_now - now).total_seconds())
    if off > _CLOCK_MAY_BE_OFF:
        yield mend(
            "clock",
            words=(
                f"This machine's clock and {provider.words.name}'s differ by {off:.0f} seconds. "
                "Releases would be saved at the wrong moment: switch time synchronization on."
            ),
        )


def _redirect(provider: Provider) -> Iterator[Finding]:
    if isinstance(provider, RedirectConsent):
        address = f"{settings.BASE_URL}/connect/{provider.name}/return"
        yield note(
            provider.name,
            words=f"Register exactly this redirect address in the service's dashboard: {address}",
        )


def _other_client(provider: Provider) -> Iterator[Finding]:
    others = (
        Grant.objects.live()
        .filter(connection__provider=provider.name)
        .exclude(client_id=provider.client_id)
        .exclude(connection__in=Canary.objects.values("connection"))
        .count()
    )
    if others:
        yield mend(
            provider.name,
            words=(
                f"{others} fans connected under another client id; their permission is not valid "
                "under this one. Put the former client id back, or ask them to reconnect."
            ),
        )
