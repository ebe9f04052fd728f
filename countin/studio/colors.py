"""The choice of a page's colors: what can be chosen, how each looks, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from countin.campaigns.chosen_themes import FROM_PICTURE, PALETTES, chosen_theme
from countin.campaigns.models import Campaign

OWN: Final = "own"  # the word of the form; what is kept is the color
_UNASKED: Final = "#b5421a"  # where the picker stands before anybody chose


@dataclass(frozen=True)
class Swatch:
    """One way a page may look, small. `theme` is empty where the house's colors stay."""

    value: str
    label: str
    theme: Mapping[str, Any]
    is_chosen: bool


def theme_choices() -> list[tuple[str, str]]:
    """What the form may send."""
    return [(name, name) for name in (FROM_PICTURE, *PALETTES, OWN)]


def theme_fields(campaign: Campaign) -> dict[str, str]:
    """As the form begins with them."""
    is_own = campaign.theme.startswith("#")
    return {
        "theme": OWN if is_own else campaign.theme or FROM_PICTURE,
        "own_color": campaign.theme if is_own else _UNASKED,
    }


def swatches_of(campaign: Campaign, *, chosen: str) -> list[Swatch]:
    """All that can be pointed at, as it would look on this campaign's page."""
    words = "From your picture" if campaign.release.artwork else "From its title"
    themes = {name: chosen_theme(name) for name in PALETTES}
    return [
        Swatch(FROM_PICTURE, words, campaign.release.theme, is_chosen=chosen == FROM_PICTURE),
        *(
            Swatch(name, name.capitalize(), theme, is_chosen=chosen == name)
            for name, theme in themes.items()
        ),
    ]
