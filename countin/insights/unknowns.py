"""What the numbers of a campaign can't tell. Said in every report, never in small print. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from countin.insights.journeys import Visits
from countin.providers.contract import Provider


def list_unknowns(
    counts: Mapping[str, Any], *, visits: Visits, providers: Mapping[str, Provider]
) -> tuple[str, ...]:
    """One sentence each, only those that concern this campaign."""
    return (
        *_about_saves(counts, providers=providers),
        *_about_people(counts, visits=visits, providers=providers),
        *_about_beside(counts),
        "What would have happened without this page: nothing here compares the two.",
    )


def _about_saves(counts: Mapping[str, Any], *, providers: Mapping[str, Provider]) -> Iterator[str]:
    yield (
        "Whether anybody listened: a save is not a listen, and Count-In reads nobody's plays. The "
        "artist's own export can be laid beside it: countin campaign listening."
    )
    if counts["presaves"]["saved"]:
        yield "Whether a save is still there: a fan may remove it, and nobody looks again."
    for name, five in counts["by_provider"].items():
        provider = providers.get(name)
        if provider is not None and provider.abilities.save_is_proof and five["saved"]:
            yield (
                f"More than {provider.words.name} answers: its yes to a save is taken as proof, "
                "because no permission to read libraries is asked of fans."
            )


def _about_people(
    counts: Mapping[str, Any], *, visits: Visits, providers: Mapping[str, Provider]
) -> Iterator[str]:
    yield (
        "How many people these are: a fan who uses two services makes two pre-saves, and one who "
        "opens the page twice is two visits."
    )
    for name, five in counts["by_provider"].items():
        provider = providers.get(name)
        if provider is not None and not provider.abilities.names_accounts and any(five.values()):
            yield (
                f"Whether two pre-saves on {provider.words.name} are one fan: it names no "
                "account, so a fan who comes back in another browser may count twice."
            )
    if visits.machines or visits.people:
        yield (
            "Which visits are people: a machine is known by the name it gives itself, and some "
            "give none."
        )
    if visits.people and visits.led is None:
        yield (
            "Which visits led to a pre-save: that is not recorded, or already deleted, as the "
            "privacy notice promises."
        )
    yield (
        "Which channel convinced a fan: the link counts by which they came, and whoever typed "
        "the address is under “no channel”."
    )


def _about_beside(counts: Mapping[str, Any]) -> Iterator[str]:
    if counts["follows"]["asked"]:
        yield "Whether a follow is new: some fans followed already and ticked the box all the same."
    if counts["reminders"]["asked"]:
        yield (
            "What became of calendar entries, and who read a mail: no pixel is used, a link in "
            "the mail counts when it is opened, and a mail scanner may open it too."
        )
    if counts["native"]["clicks"]:
        yield "What came of clicks on a service's own pre-save page: the service tells nobody."
    if counts["follow_link"]["clicks"]:
        yield "Who followed after a click on the plain follow link: only the click is counted."
