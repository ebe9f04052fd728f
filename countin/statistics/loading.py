"""scipy, loaded by whoever computes first: most processes never do, and loading it takes a second
of a slow core."""

from functools import cache
from importlib import import_module
from typing import Any


@cache
def special() -> Any:
    """`scipy.special`."""
    return import_module("scipy.special")


@cache
def optimize() -> Any:
    """`scipy.optimize`."""
    return import_module("scipy.optimize")
