"""How a provider presents itself: its settings, its words, the form of its ids, what its page
may load."""

from collections.abc import Callable
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
    """How a provider's button and sentences read. {artist}, {title}, {date} may appear. What only
    a service that saves has to say is empty of one that reminds and links."""

    name: str  # "Spotify"
    remind: str  # "Remind me for Spotify"
    follow_link: str  # "Follow {artist} on Spotify"
    open_link: str  # "Open in Spotify"
    library: str = ""  # "Spotify library": where a save goes, as the service calls it
    direct: str = ""  # "Pre-save on Spotify"
    save_now: str = ""  # "Save it to Spotify now": the same once the release is out
    follow: str = ""  # "Also follow {artist} on Spotify"
    asks_save: str = ""  # one sentence: what the save permission is, in the fan's words
    asks_follow: str = ""
    privacy: str = ""  # a paragraph of the notice, beginning "{service} (…)": what it learns
    native: str = ""  # "Pre-save on Spotify’s own page"; empty where the service has none


@dataclass(frozen=True)
class Logo:
    """Where a service gives out its official logo, and what it asks of who shows it. None is
    shipped: it is the service's own, and an operator accepts its terms."""

    address: str
    rule: str  # one or two sentences


@dataclass(frozen=True)
class ContentSources:
    """What a page that starts this consent must allow in its Content-Security-Policy."""

    form_action: tuple[str, ...] = ()
    script: tuple[str, ...] = ()
    connect: tuple[str, ...] = ()
    frame: tuple[str, ...] = ()
    style: tuple[str, ...] = ()
    image: tuple[str, ...] = ()


class BadId(ValueError):
    """The text is no id at this service; `what` says why, `mend` the next step."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what} {mend}")
        self.what = what
        self.mend = mend


@dataclass(frozen=True)
class IdForms:
    """How a service's ids are read, from whatever people paste, into the one spelling that is
    stored. What is in that spelling stays as it is; what is no id raises BadId."""

    release: Callable[[str], str]
    artist: Callable[[str], str]
    # Hosts whose addresses are links of this service, whatever is pasted.
    hosts: tuple[str, ...] = ()
    # The service's own hosts on which its pre-save pages lie; a link to any other is refused.
    native_hosts: tuple[str, ...] = ()
    # Which releases may have such a page, for the organizer.
    native_words: str = ""
    # An address of a release there as it is written, for `release.links` of a campaign file; None
    # where a file names it by its id alone.
    link: Callable[[str], str] | None = None
