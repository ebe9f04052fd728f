"""What a stand-in declares of itself."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from aiohttp import web

from simulator.catalogue.releases import Release

Error = Callable[[int, str, str], web.Response]  # status, code, words


@dataclass(frozen=True)
class Twin:
    name: str  # the folder's: "tidal"
    title: str  # "TIDAL"
    scopes: Mapping[str, str]  # what each lets an app do, in words; empty: the service has none
    scheme: str  # of the Authorization header
    error: Error  # in the service's own form
    access_life: float
    is_single_use: bool  # a refresh token is good once
    names_user: bool  # the token's answer holds user_id
    consent_at: str  # where fans agree, below the simulator's address
    tokens_at: str
    add_calls: Callable[[web.Application], None]  # the API
    ids_of: Callable[[Release], dict[str, object]]  # as the control API shows them
