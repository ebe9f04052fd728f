"""Occasions that bring many fans at once, for the audit's benchmark."""

import numpy as np

from benchmarks.audit_worlds import (
    COUNTRIES,
    DAY,
    FAR,
    HOUR,
    People,
    World,
    constant,
    draw_people,
)


def draw_blast(world: World, size: int) -> People:
    """A newsletter: a third of the clicks within the hour, half in three, four fifths in a day."""
    chance = world.chance
    begin = chance.uniform(1, max(2, world.days - 3)) * DAY
    delays = HOUR * np.exp(chance.normal(np.log(2.8), 2.4, size))
    return draw_people(
        world,
        begin + np.minimum(delays, 6 * DAY),
        sources=constant("newsletter", size),
        countries=chance.choice(
            np.array(world.countries, dtype=object), size, p=world.country_weights
        ),
        kindness=float(chance.uniform(1.0, 1.4)),
    )


def draw_viral(world: World, size: int) -> People:
    """A video that went round, often abroad: a wave of a day or three, phones, fewer addresses."""
    chance = world.chance
    country = str(chance.choice(np.array(COUNTRIES + FAR)))
    begin = chance.uniform(0.5, max(1, world.days - 4)) * DAY
    delays = chance.gamma(1.6, chance.uniform(4, 20) * HOUR, size)
    countries = np.where(
        chance.random(size) < chance.uniform(0.5, 0.95),
        country,
        chance.choice(np.array(COUNTRIES), size),
    ).astype(object)
    people = draw_people(
        world,
        begin + np.minimum(delays, 5 * DAY),
        sources=constant(str(chance.choice(["tiktok", "instagram", "youtube"])), size),
        countries=countries,
        phones=float(chance.uniform(0.8, 0.98)),
        kindness=world.between("kindness"),
        carrier=float(chance.uniform(0.2, 0.7)),
        hurry=world.between("hurry"),
    )
    people.conversion = world.conversion * float(chance.uniform(0.4, 1.0))
    return people


def draw_gig(world: World, size: int) -> People:
    """A code on the wall of a hall: two hours, phones, one hall's network and few carriers."""
    chance = world.chance
    begin = np.floor(chance.uniform(1, max(2, world.days - 1))) * DAY + 20 * HOUR
    people = draw_people(
        world,
        begin + chance.uniform(0, 2.5 * HOUR, size),
        sources=constant(str(chance.choice(["gig", "qr", "gig-berlin"])), size),
        countries=constant(world.countries[0], size),
        phones=1.0,
        carrier=float(chance.uniform(0.5, 0.9)),
        hurry=world.between("hurry"),
        kindness=world.between("kindness"),
    )
    inside = chance.random(size) < chance.uniform(0.2, 0.8)
    people.prefix = np.where(inside, "hall", people.prefix).astype(object)
    people.asn = np.where(inside, 31_000, people.asn)
    people.conversion = min(0.8, world.conversion * 2.5)
    return people
