"""The product's settings, with one view more: the least that the same server can answer."""

from countin.config.settings import *  # noqa: F403 - all of them

ROOT_URLCONF = "benchmarks.urls"
