"""Where each row of the plan comes from, and how far to trust it.

`docs/planning.md` lists the same sources; a test compares. Rules of others change: an address
is given so that whoever relies on one can look for themselves.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Trust(StrEnum):
    """Who says it."""

    RULE = "rule"  # whoever sets the rule says so itself
    TOLD = "told"  # somebody tells of another's rule or practice
    OPINION = "opinion"  # advice of people who do it
    OURS = "ours"  # follows from how Count-In works


@dataclass(frozen=True)
class Source:
    """One page, or one way of this software."""

    name: str  # short, as docs/planning.md names it
    title: str
    address: str  # an https address, or a document of ours
    trust: Trust


_ALL: Final = (
    Source(
        "spotify-pitch",
        "Spotify for Artists, pitching music to its editors",
        "https://support.spotify.com/id-id/artists/article/pitching-music-to-playlist-editors",
        Trust.RULE,
    ),
    Source(
        "spotify-countdown",
        "Spotify for Artists, Countdown Pages",
        "https://support.spotify.com/us/artists/article/"
        "getting-started-with-countdown-pages-on-spotify",
        Trust.RULE,
    ),
    Source(
        "spotify-weeks",
        "Spotify, as told by Digital Music News (reprint)",
        "https://gh.tdnews.co.za/"
        "spotify-expands-countdown-pages-to-artists-with-5000-active-listeners",
        Trust.TOLD,
    ),
    Source(
        "spotify-window",
        "loudlab, on Spotify's weekly list of new releases",
        "https://www.loudlab.org/?p=214881",
        Trust.TOLD,
    ),
    Source(
        "spotify-displace",
        "pftq, a release checklist",
        "https://pftq.com/blabberbox/?page=Spotify_Release_Checklist",
        Trust.OPINION,
    ),
    Source(
        "apple-says",
        "Apple Music for partners, pre-releases",
        "https://itunespartner.apple.com/music/articles/music-pre-releases-3364",
        Trust.RULE,
    ),
    Source(
        "apple-singles",
        "AWAL, pre-adds on Apple Music",
        "https://kb.awal.com/hc/en-gb/articles/360010935074-Apple-Music-Pre-adds",
        Trust.TOLD,
    ),
    Source(
        "apple-days",
        "dynamoi, after a pre-add",
        "https://dynamoi.com/learn/apple-music-promotion/do-pre-adds-help-apple-music-algorithm",
        Trust.OPINION,
    ),
    Source(
        "cdbaby-says",
        "CD Baby, digital pre-sales",
        "https://support.cdbaby.com/hc/en-us/articles/210612066-Digital-Pre-Sales-",
        Trust.RULE,
    ),
    Source(
        "labelcaster-says",
        "Labelcaster, when a release goes live",
        "https://guidance.labelcaster.com/en/articles/1740682344-when-will-a-release-go-live",
        Trust.RULE,
    ),
    Source(
        "fangtasia-says",
        "Fangtasia Music, distribution",
        "https://fangtasiamusic.com/faqs/music-distribution-faqs",
        Trust.RULE,
    ),
    Source(
        "beatchain-says",
        "Beatchain, choosing a release date",
        "https://help.beatchain.com/en/articles/3546112-choosing-a-release-date",
        Trust.RULE,
    ),
    Source(
        "labelgrid-says",
        "LabelGrid, lead times",
        "https://labelgrid-docs.pages.dev/en/distribution/lead-times",
        Trust.RULE,
    ),
    Source(
        "kudos-says",
        "Kudos Distribution, lead times",
        "https://help.kudosdistribution.co.uk/kb/lead-times/",
        Trust.OPINION,
    ),
    Source(
        "reverbnation-says",
        "ReverbNation, a specific release date",
        "https://help.reverbnation.com/hc/en-us/articles/"
        "6864970409369-What-do-I-do-if-I-have-a-specific-release-date",
        Trust.OPINION,
    ),
    Source(
        "awal-says",
        "AWAL, changing a release date",
        "https://kb.awal.com/hc/en-gb/articles/360010745254-How-can-I-change-my-release-date-",
        Trust.RULE,
    ),
    Source(
        "distrokid-told",
        "Rexius Records, on DistroKid's lead times",
        "https://artists.rexiusrecords.com/"
        "why-we-only-set-release-dates-45-days-after-all-production-is-completed",
        Trust.TOLD,
    ),
    Source(
        "fts-runway",
        "From The Stem, how pre-save campaigns work",
        "https://ftsmusic.com/articles/pre-save-campaigns-how-they-work-release-day-momentum.html",
        Trust.OPINION,
    ),
    Source(
        "fts-cadence",
        "From The Stem, release cadence",
        "https://ftsmusic.com/articles/release-cadence-developing-artists-how-often-and-why.html",
        Trust.OPINION,
    ),
    Source(
        "fts-job",
        "From The Stem, release architecture",
        "https://ftsmusic.com/articles/release-architecture-streaming-era.html",
        Trust.OPINION,
    ),
    Source(
        "backstage-checklist",
        "bckstg, a release checklist",
        "https://bckstg.co/blog/music-release-checklist-2026",
        Trust.OPINION,
    ),
    Source(
        "violet-checklist",
        "Violet Recording, a release checklist",
        "https://violetrecording.com/music-release-checklist/",
        Trust.OPINION,
    ),
    Source(
        "lininl-checklist",
        "lininl, a release checklist",
        "https://lininl-site.pages.dev/journal/music-release-checklist/",
        Trust.OPINION,
    ),
    Source(
        "lucy-lesson",
        "Lucy Sounds, a lesson on releasing",
        "https://status.lucysounds.com/academy/lesson/rel-02",
        Trust.OPINION,
    ),
    Source(
        "dynamoi-timeline",
        "dynamoi, a release timeline",
        "https://dynamoi.com/learn/music-marketing/music-release-marketing-timeline",
        Trust.OPINION,
    ),
    Source(
        "count-in",
        "Count-In, release day",
        "docs/running/release-day.md",
        Trust.OURS,
    ),
)

SOURCES: Final = MappingProxyType({source.name: source for source in _ALL})
