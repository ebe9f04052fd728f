"""What an organizer pastes into a site of their own, so that the card of a page stands there."""

from typing import Final

from django.utils.html import format_html

from countin.campaigns.models import Campaign

WIDEST: Final = 600  # pixels
HEIGHT: Final = 180


def script_snippet(campaign: Campaign, *, base_url: str) -> str:
    """A link, which our script turns into the card; it stays a link where no script runs."""
    return str(
        format_html(
            '<a href="{0}/{1}" data-count-in>{2}</a><script async src="{0}/embed.js"></script>',
            base_url,
            campaign.slug,
            card_title(campaign),
        )
    )


def frame_snippet(
    campaign: Campaign, *, base_url: str, width: int = WIDEST, height: int = HEIGHT
) -> str:
    """The same by a frame alone, of one size in pixels, for sites that take no script."""
    return str(
        format_html(
            '<iframe src="{}/{}/embed" title="{}" width="{}" height="{}" loading="lazy"'
            ' style="border:0;max-width:100%"></iframe>',
            base_url,
            campaign.slug,
            card_title(campaign),
            width,
            height,
        )
    )


def card_title(campaign: Campaign) -> str:
    """What the card is about, for screen readers too."""
    return f"{campaign.release.title} – {campaign.release.artist.name}"
