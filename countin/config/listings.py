"""The services that an installation knows, in the order in which pages show them.

To add one: its line here, and its settings, where it has any, in docs/running/configuration.md.
Everything else is in its folder (docs/adding-a-provider.md).
"""

from countin.providers.amazon_music.listing import LISTING as AMAZON_MUSIC
from countin.providers.apple_music.listing import LISTING as APPLE_MUSIC
from countin.providers.audiomack.listing import LISTING as AUDIOMACK
from countin.providers.bandcamp.listing import LISTING as BANDCAMP
from countin.providers.deezer.listing import LISTING as DEEZER
from countin.providers.listing import Listing
from countin.providers.soundcloud.listing import LISTING as SOUNDCLOUD
from countin.providers.spotify.listing import LISTING as SPOTIFY
from countin.providers.tidal.listing import LISTING as TIDAL
from countin.providers.youtube_music.listing import LISTING as YOUTUBE_MUSIC

LISTINGS: tuple[Listing, ...] = (
    *(SPOTIFY, APPLE_MUSIC, TIDAL, SOUNDCLOUD),
    *(YOUTUBE_MUSIC, AMAZON_MUSIC, DEEZER, AUDIOMACK, BANDCAMP),
)
