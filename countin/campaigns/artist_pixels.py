"""The pixels of an artist: on the pages of all their campaigns."""

from collections.abc import Mapping
from datetime import datetime

from countin.campaigns.models import Artist, Campaign


def set_pixels(artist: Artist, *, pixels: Mapping[str, str], now: datetime) -> bool:
    """Ids by service, instead of those before. True where that is new."""
    if artist.pixels == dict(pixels):
        return False
    artist.pixels = dict(pixels)
    artist.save(update_fields=["pixels"])
    Campaign.objects.filter(release__artist=artist).note_change(now)
    return True
