"""The stand-ins that are there, found by their folders."""

from functools import cache
from importlib import import_module

from aiohttp import web

from simulator.twin_names import TWIN_NAMES
from simulator.twins.authorize import add_consent
from simulator.twins.declared import Twin
from simulator.twins.tokens import add_tokens


@cache
def twins() -> dict[str, Twin]:
    """By name."""
    return {name: import_module(f"simulator.{name}.twin").TWIN for name in TWIN_NAMES}


def add_twins(app: web.Application) -> None:
    """Their addresses."""
    for twin in twins().values():
        add_consent(app, twin=twin)
        add_tokens(app, twin=twin)
        twin.add_calls(app)
