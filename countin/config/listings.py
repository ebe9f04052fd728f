"""The services that an installation knows, in the order in which pages show them.

To add one: its line here, its settings in docs/running/configuration.md. Everything else is in
its folder (docs/adding-a-provider.md).
"""

from countin.providers.apple_music.listing import LISTING as APPLE_MUSIC
from countin.providers.listing import Listing
from countin.providers.soundcloud.listing import LISTING as SOUNDCLOUD
from countin.providers.spotify.listing import LISTING as SPOTIFY
from countin.providers.tidal.listing import LISTING as TIDAL

LISTINGS: tuple[Listing, ...] = (SPOTIFY, APPLE_MUSIC, TIDAL, SOUNDCLOUD)
