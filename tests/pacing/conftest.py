"""The services, at the moment of the test."""

from tests.campaigns.conftest import clockwork, providers, sim

__all__ = ["clockwork", "providers", "sim"]
