"""Ways to spoil the right campaign file, with what is then said about it."""

from dataclasses import dataclass

from tests.campaigns.written import spoiled

# What stands in the right file => what stands there instead (⏎ ends a line, ∅ is nothing).
# Below it: the line that is named | the beginning of what is wrong | a part of the mend.
_TABLE = """
ask_follow: true => ask_folow: true
  12 | `ask_folow` is no key. | `ask_follow`
kind: ep => kind: ep⏎  colour: red
  7 | `release.colour` is no key. | Known are: title
name: The Held Notes => name: The Held Notes⏎  spotfy: x
  3 | `artist.spotfy` is no key. | Did you mean `spotify`?
kind: ep => kind: mixtape
  6 | `release.kind` can't be 'mixtape'. | single or ep or album
  kind: ep⏎ => ∅
  5 | `release.kind` is missing. | Add `kind:`
  title: Midnight Windows⏎ => ∅
  5 | `release.title` is missing. | Add `title:`
title: Midnight Windows => title:
  5 | `release.title` is empty. | Fill it in
title: Midnight Windows => title: [a, b]
  5 | `release.title` must be plain text. | one value
title: Midnight Windows => title: "a\\0b"
  5 | `release.title` holds characters | by hand
title: Midnight Windows => title: "a\\nb"
  5 | `release.title` holds characters | by hand
title: Midnight Windows => title: "a\\u202Eb"
  5 | `release.title` holds characters | by hand
upc: "410000201015" => upc: "410000201016"
  7 | 410000201016 fails its check digit: after 41000020101 comes 5. | mistyped
upc: "410000201015" => upc: "41000020101"
  7 | '41000020101' is no UPC or EAN | distributor
upc: "410000201015" => isrc: QZ-ABC-26-1
  7 | 'QZ-ABC-26-1' is no ISRC | distributor
upc: "410000201015" => spotify: spotify:album:x
  7 | 'spotify:album:x' is no Spotify album | Copy link
upc: "410000201015" => apple_music: x1
  7 | 'x1' is no Apple Music album | Copy Link
  upc: "410000201015"⏎ => ∅
  5 | Nothing says which release this is. | any one is enough
spotify:artist:0TheHeldNotesArtist001 => spotify:album:0TheHeldNotesArtist001
  3 | This is a Spotify album, where an artist is wanted. | /artist/
timing: local => timing: regional
  8 | `release.timing` can't be 'regional'. | local or global
date: 2026-12-18 => date: 18.12.2026
  9 | '18.12.2026' is no date of a release. | 2027-03-05
date: 2026-12-18 => date: 2026-02-30
  9 | '2026-02-30' is no date of a release. | 2027-03-05
date: 2026-12-18 => date: 9999-12-31
  9 | '9999-12-31' is no date of a release. | 2027-03-05
date: 2026-12-18 => date: 20261218
  9 | '20261218' is no date of a release. | 2027-03-05
  date: 2026-12-18⏎ => ∅
  5 | `release.date` is missing. | Add `date:
date: 2026-12-18 => date: 2026-12-18⏎  at: 2026-12-18T00:00Z
  10 | `at` does not go with this timing. | `timing: global`
timing: local⏎  date: 2026-12-18 => timing: global⏎  date: 2026-12-18⏎  at: 2026-12-18T00:00Z
  9 | `date` does not go with this timing. | `timing: local`
timing: local⏎  date: 2026-12-18 => timing: global
  5 | `release.at` is missing. | Add `at:
timing: local⏎  date: 2026-12-18 => timing: global⏎  at: 2026-12-18T05:00:00
  9 | `at` lacks its time zone. | 2026-12-18T05:00:00Z
timing: local⏎  date: 2026-12-18 => timing: global⏎  at: tomorrow
  9 | 'tomorrow' is no moment of a release. | 2027-03-05T05:00:00Z
timing: local⏎  date: 2026-12-18 => timing: global⏎  at: 2026-12-18T25:00Z
  9 | '2026-12-18T25:00Z' is no moment | 2027-03-05T05:00:00Z
slug: midnight-windows => slug: Midnight Windows
  11 | 'Midnight Windows' is no slug | Write `midnight-windows`.
slug: midnight-windows => slug: 夜
  11 | '夜' is no slug | Choose another.
slug: midnight-windows⏎ => ∅
  1 | `slug` is missing. | Add `slug:`
ask_follow: true => ask_follow: maybe
  12 | `ask_follow` is neither true nor false. | true or false
follow_when: connect => follow_when: later
  13 | `follow_when` can't be 'later'. | connect or release
follow_when: connect => follow_when: connect⏎theme: plaid
  14 | `theme` can't be 'plaid'. | picture, ink, ember
follow_when: connect => follow_when: connect⏎theme: "#12"
  14 | `theme` can't be '#12'. | "#1f5fa8"
channels: [newsletter, instagram] => channels: newsletter
  14 | `channels` is no list. | [one, two]
[newsletter, instagram] => [newsletter, newsletter]
  14 | The channel `newsletter` is named twice. | Keep one
[newsletter, instagram] => [newsletter, Gig Berlin]
  14 | 'Gig Berlin' is no channel name | Write `gig-berlin`.
[newsletter, instagram] => [newsletter, none]
  14 | The channel name `none` is taken | Choose another.
[newsletter, instagram] => [newsletter, {a: b}]
  14 | `channels` must be plain text. | one value
{newsletter: 3100} => {tiktok: 9}
  15 | `audience` names `tiktok`, which is no channel | Add it to `channels`
{newsletter: 3100} => {newsletter: "3,100"}
  15 | `audience.newsletter` is no number of people. | like 3100
{newsletter: 3100} => {newsletter: -1}
  15 | `audience.newsletter` is no number of people. | like 3100
{newsletter: 3100} => {newsletter: 1e9}
  15 | `audience.newsletter` is no number of people. | like 3100
{newsletter: 3100} => 3100
  15 | `audience` has no keys. | indented below
artwork: cover.jpg => artwork: none.jpg
  10 | There is no picture 'none.jpg' beside the file. | Put it there
artwork: cover.jpg => artwork: ../cover.jpg
  10 | The picture '../cover.jpg' lies outside | Copy it beside
artwork: cover.jpg => artwork: /etc/hostname
  10 | The picture '/etc/hostname' lies outside | Copy it beside
artwork: cover.jpg => artwork: .
  10 | ' | Name the picture itself.
artwork: cover.jpg => artwork: campaign.yaml
  10 | The artwork is no picture | Export it anew
kind: ep => kind: ep⏎  clip: none.wav
  7 | There is no clip 'none.wav' beside the file. | Put it there
kind: ep => kind: ep⏎  video: ../none.mp4
  7 | The video '../none.mp4' lies outside | Copy it beside
kind: ep => kind: ep⏎  captions: cover.jpg
  7 | `captions` belong to a video | Add `video:`
"""


@dataclass(frozen=True)
class Spoiling:
    text: str
    line: int
    what: str
    mend: str


def spoilings() -> list[Spoiling]:
    """Every row of the table."""
    lines = _TABLE.strip().splitlines()
    return [_read(*pair) for pair in zip(lines[::2], lines[1::2], strict=True)]


def _read(change: str, finding: str) -> Spoiling:
    old, new = change.replace("⏎", "\n").replace("∅", "").split(" => ")
    line, what, mend = finding.strip().split(" | ")
    return Spoiling(spoiled(old, new=new), int(line), what, mend)
