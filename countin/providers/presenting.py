"""How a provider presents itself: its settings, its words, what its page may load."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One setting of a provider, as documented and read by `countin.config`."""

    name: str  # environment name, e.g. COUNTIN_SPOTIFY_CLIENT_ID
    meaning: str
    default: str = ""
    secret: bool = False


@dataclass(frozen=True)
class Words:
    """How a provider's button and sentences read. {artist}, {title}, {date} may appear."""

    name: str  # "Spotify"
    direct: str  # "Pre-save on Spotify"
    remind: str  # "Remind me for Spotify"
    follow: str  # "Also follow {artist} on Spotify"
    asks_save: str  # one sentence: what the save permission is, in the fan's words
    asks_follow: str
    follow_link: str  # "Follow {artist} on Spotify"
    open_link: str  # "Open in Spotify"


@dataclass(frozen=True)
class ContentSources:
    """What a page that starts this consent must allow in its Content-Security-Policy."""

    form_action: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    style: tuple[str, ...] = ()
    image: tuple[str, ...] = ()
