"""Writes docs/services.md from what services declare: `python -m scripts.capabilities`.

A test compares the page with what this makes.
"""

from pathlib import Path
from typing import Final

from countin.config.environment import read_values
from countin.config.listings import LISTINGS
from countin.config.registry import build_providers
from countin.providers.contract import PageConsent
from countin.providers.listing import Listing

PAGE: Final = Path(__file__).parents[1] / "docs" / "services.md"
_INTRODUCTION: Final = """\
# Services

What each streaming service can do here, made from the code (`python -m scripts.capabilities`).
*Direct* means that the fan agrees once and the release is saved by itself; *remind* that the fan is
told when it is out and taps once; *native* that the page leads to the service's own pre-save page,
where the campaign file names it. Without keys every service is remind, and the release is linked.

A service that is named *everywhere* stands on every page. Any other one appears where you set it up
([configuration](running/configuration.md)), or where a campaign file names the release there
([campaign file](running/campaign-file.md)); elsewhere it clutters nothing. Those that only remind
and link need no keys and no settings.
"""


def write_capabilities() -> str:
    """The whole page."""
    head = ("service", "modes", "save", "follow", "taken back", "found by", "named")
    rows = [_row(listing) for listing in LISTINGS]
    grants = ("service", "consent", "a permission lives", "one refresh ends its secret", "who")
    lives = [_life(listing) for listing in LISTINGS if listing.abilities.direct]
    return "\n".join(
        [
            _INTRODUCTION,
            "## What each can do",
            *_table(head, rows),
            "",
            "*Proven*: the answer to a save proves it. *Read back*: it is looked for in the",
            "library before it counts as saved. One write carries one release: a refusal costs one",
            "fan; behind it stands how many the service would take.",
            "",
            "## Permissions",
            *_table(grants, lives),
            "",
            "## Who may use it",
            *(
                f"- **{listing.words.name}** (`{listing.name}`): {listing.who_may}"
                for listing in LISTINGS
            ),
            "",
            "What each service is like in detail stands in the README of its folder, "
            "`countin/providers/NAME/`. To add one: [adding a provider](adding-a-provider.md).",
            "",
        ]
    )


def _row(listing: Listing) -> tuple[str, ...]:
    can = listing.abilities
    modes = [*(["direct"] if can.direct else []), *(["native"] if listing.words.native else [])]
    proof = "proven" if can.save_is_proof else "read back"
    codes = [code.upper() for code in ("upc", "isrc") if code in can.looks_up_by]
    early = ", early where it is announced" if can.early_add else ""
    if not can.direct:
        return (
            f"{listing.words.name} (`{listing.name}`)",
            *("remind", "by hand", "by hand", "by hand", "its own link"),
            "everywhere" if can.everywhere else "where linked",
        )
    return (
        f"{listing.words.name} (`{listing.name}`)",
        ", ".join([*modes, "remind"]),
        f"{proof} (1 of {can.most_at_once}){early}",
        "yes" if can.follow else "by hand",
        "yes" if can.take_back else "no",
        ", ".join([*codes, "its own link"]),
        "everywhere" if can.everywhere else "where set up or linked",
    )


def _life(listing: Listing) -> tuple[str, ...]:
    provider = build_providers(read_values({"COUNTIN_CONFIG": "/nowhere"}))[listing.name]
    consent = "in our page" if isinstance(provider, PageConsent) else "on its own page"
    return (
        listing.words.name,
        consent,
        f"{listing.abilities.grant_life.days} days at most",
        "yes" if listing.abilities.single_use_refresh else "no",
        "names the account"
        if listing.abilities.names_accounts
        else "nobody: a fan may count twice",
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> list[str]:
    lines = [head, ("---",) * len(head), *rows]
    return ["| " + " | ".join(cells) + " |" for cells in lines]


if __name__ == "__main__":
    PAGE.write_text(write_capabilities(), "utf-8")
