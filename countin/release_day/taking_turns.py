"""Whose turn it is, kept over sweeps, restarts and workers: one row a group, read once and written
once a sweep."""

from collections.abc import Iterator
from contextlib import contextmanager

from countin.providers.contract import Provider
from countin.release_day.models import Turn
from countin.release_day.turns import Turns


@contextmanager
def turns_at(provider: Provider) -> Iterator[Turns]:
    """Turns that go on where the last sweep left off, whoever made it. What is killed in the
    middle costs one sweep's turns, and nobody's promise."""
    rows = Turn.objects.filter(provider=provider.name)
    turns = Turns(
        {(row.provider, row.kind, row.campaign_number): row.taken for row in rows.iterator()}
    )
    try:
        yield turns
    finally:
        Turn.objects.bulk_create(
            [  # a list: with nothing in it, no transaction is begun
                Turn(provider=name, kind=kind, campaign_number=number, taken=taken)
                for (name, kind, number), taken in turns.news().items()
            ],
            update_conflicts=True,
            unique_fields=["provider", "kind", "campaign_number"],
            update_fields=["taken"],
        )
