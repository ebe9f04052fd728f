"""Telling other programs what happened: endpoints, events, deliveries. How many, never who."""
