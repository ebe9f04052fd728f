"""The stages of the journeys, for everything that may go wrong on them."""

from tests.journeys.conftest import set_stage, stage

__all__ = ["set_stage", "stage"]
