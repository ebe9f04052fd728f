"""Builds the providers from the settings."""

from collections.abc import Mapping
from functools import partial

from countin import clock
from countin.config.environment import BadSetting, Values
from countin.config.listings import LISTINGS
from countin.pacing.gates import AccountGate
from countin.providers.asking import Http
from countin.providers.contract import Provider
from countin.providers.listing import Listing

# With fewer, a day would end with the first few fans.
_FEWEST_CALLS = 100


def build_providers(values: Values) -> Mapping[str, Provider]:
    """Every service by name, in the order in which pages show them."""
    return {listing.name: _build(listing, values=values) for listing in LISTINGS}


def form_actions(providers: Mapping[str, Provider]) -> list[str]:
    """Where our own forms may end up: browsers check the redirect to a service too."""
    return [
        source for provider in providers.values() for source in provider.content_sources.form_action
    ]


def _build(listing: Listing, *, values: Values) -> Provider:
    make_http = partial(_http, listing.name, daily=_daily(listing, values=values))
    try:
        return listing.build(values.of_provider(listing), make_http=make_http, now=clock.now)
    except ValueError as error:
        raise BadSetting(str(error)) from error


def _http(provider: str, client_id: str, *, daily: int | None) -> Http:
    gate = AccountGate(
        provider=provider, client_id=client_id, now=clock.now, steady=clock.steady, daily=daily
    )
    return Http(gate=gate)


def _daily(listing: Listing, *, values: Values) -> int | None:
    if listing.daily_calls is None or not (text := values[listing.daily_calls.name]):
        return None
    name = listing.daily_calls.name
    if not text.isdecimal() or int(text) < _FEWEST_CALLS:
        raise BadSetting(f"{name} must be a number of calls from {_FEWEST_CALLS}, or empty.")
    return int(text)
