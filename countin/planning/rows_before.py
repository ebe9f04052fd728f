"""The rows of the plan before the release, building the audience first.

Words promise nothing: they say what closes, why, and what to do next. `docs/planning.md` tells
where each row is from.
"""

from typing import Final

from countin.planning.tasks import Task, Weight

_ALBUMS: Final = frozenset({"album"})
_LONGER: Final = frozenset({"ep", "album"})

EARLY: Final = (
    Task(
        name="audience",
        weight=Weight.ADVICE,
        opens=-180,
        due=-84,
        title="Gather the people you will point at the page",
        why="A page concentrates people you can already reach. A list, a room, a feed of "
        "your own take months, so they come before everything else.",
        late="Fewer than twelve weeks are left: this release is told to whoever you reach "
        "today. Point your page at them, and gather addresses for the next one.",
        sources=("fts-runway",),
    ),
    Task(
        name="job",
        weight=Weight.ADVICE,
        opens=-180,
        due=-84,
        title="Say in one sentence what this release is for",
        why="A date without a job is only a date: what a release is meant to do decides "
        "its length, its cover and whom you write to.",
        late="The date stands before its reason. Write the sentence today; if none comes, "
        "ask whether the date is the right one.",
        sources=("fts-job",),
    ),
    Task(
        name="ready",
        weight=Weight.ADVICE,
        opens=-84,
        due=-56,
        title="Master approved, splits signed, cover begun, an owner for each part",
        why="Everything after this needs it finished. Names spelled as they stand at the "
        "services, and one person for each part of the work.",
        late="Work and announcement now run at the same time. Settle master, splits and "
        "the spelling of names first: the rest can't be delivered without them.",
        sources=("backstage-checklist", "dynamoi-timeline"),
    ),
    Task(
        name="deliver",
        weight=Weight.ADVICE,
        opens=-56,
        due=-42,
        title="Deliver to your distributor, with codes and credits",
        why="Delivery makes the codes (ISRC, UPC) by which a release is found, and leaves "
        "time to mend what is refused.",
        late="A refused file or a wrong name can now cost the date. Deliver today, and ask "
        "your distributor how long it needs.",
        sources=("backstage-checklist", "dynamoi-timeline"),
    ),
    Task(
        name="assets",
        weight=Weight.ADVICE,
        opens=-56,
        due=-42,
        title="Make pictures, films and texts in one go; then leave the metadata alone",
        why="The weeks before release are for people, not for files; and metadata that "
        "changes late is shown late.",
        late="You make them beside the campaign now. Make the two that you need first: "
        "the cover, and one picture for the announcement.",
        sources=("backstage-checklist", "dynamoi-timeline"),
    ),
    Task(
        name="apple-preadd",
        weight=Weight.ADVICE,
        opens=-56,
        due=-42,
        title="Plan Apple's own pre-add, if you want one",
        why="Apple shows a pre-add only with a pre-order and a track that is out at once; "
        "your distributor sets both up.",
        late="Your distributor may not manage it any more. Ask; without it, the page offers "
        "its own way on Apple Music.",
        sources=("apple-says", "apple-singles"),
        kinds=_LONGER,
    ),
)

PAGE: Final = (
    Task(
        name="page-ready",
        weight=Weight.OURS,
        opens=-30,
        due=-28,
        title="Page ready: codes right, a test save at each service, mail tested",
        why="Whatever is wrong is mended before anybody sees it. `countin campaign apply` "
        "checks the codes, `countin doctor` the rest.",
        late="Do it before you announce, whatever the day: a wrong code is found out on "
        "release night otherwise.",
        sources=("count-in",),
    ),
    Task(
        name="announce",
        weight=Weight.ADVICE,
        opens=-28,
        due=-28,
        title="Page public, release announced, first mail",
        why="Most pre-saves on Spotify itself come in the week of the announcement and in "
        "the last week; four weeks leave room for both.",
        late="The announcement and the last week move together. Announce today, and plan "
        "one more mail before release.",
        sources=("spotify-weeks", "backstage-checklist", "violet-checklist", "dynamoi-timeline"),
    ),
    Task(
        name="pitch-early",
        weight=Weight.ADVICE,
        opens=-42,
        due=-28,
        title="Pitch in Spotify for Artists",
        why="The deadline comes later; those who do it advise about four weeks. One pitch "
        "at a time, for music of your own that is delivered and not yet out.",
        late="It is still possible until the deadline. Pitch as soon as the release shows "
        "up in Spotify for Artists.",
        sources=("violet-checklist", "dynamoi-timeline", "spotify-pitch"),
    ),
    Task(
        name="countdown-page",
        weight=Weight.ADVICE,
        opens=-42,
        due=-28,
        title="Set up Spotify's own Countdown Page, if you are let in",
        why="For albums and EPs of artists with 5,000 active listeners a month; it appears "
        "within 72 hours of the delivered data. Your page can link to it.",
        late="It can still be set up until release. Allow the 72 hours.",
        sources=("spotify-countdown",),
        kinds=_LONGER,
    ),
    Task(
        name="visible",
        weight=Weight.CHECK,
        opens=-21,
        due=-21,
        title="Does the release show up in Spotify for Artists?",
        why="What is not there cannot be pitched, and will hardly be out on time.",
        late="Look now. If it is missing, write to your distributor today, with the codes.",
        sources=("lininl-checklist", "labelcaster-says"),
    ),
    Task(
        name="others",
        weight=Weight.ADVICE,
        opens=-21,
        due=-14,
        title="Write to those who choose music for others: curators, blogs, radio",
        why="They need days to listen, and a page to point at. A few lines to somebody who plays "
        "music like yours are read; a round mail is not.",
        late="Write to the three who know you. Whoever hears it after release can still play it.",
        sources=("lininl-checklist", "violet-checklist"),
    ),
    Task(
        name="second-mail",
        weight=Weight.ADVICE,
        opens=-14,
        due=-14,
        title="Second mail, to those who have not answered yet; posts for the week made",
        why="Whoever missed the first one is not asked twice in one week. The last week "
        "then needs no work but answering.",
        late="Send it in the last week instead, and leave out whoever has pre-saved.",
        sources=("lininl-checklist", "violet-checklist"),
    ),
)

LAST_WEEK: Final = (
    Task(
        name="pitch",
        weight=Weight.RULE,
        opens=-42,
        due=-7,
        title="Last day to pitch in Spotify for Artists",
        why="A song pitched seven days ahead or more is the one that Spotify shows to your "
        "followers among new releases. It is no promise that editors choose it.",
        late="Spotify itself now decides which song of it your followers are shown, and "
        "editors are hardly reached: go on without a pitch, or move the release date.",
        sources=("spotify-pitch", "spotify-window"),
    ),
    Task(
        name="last-week",
        weight=Weight.ADVICE,
        opens=-7,
        due=-7,
        title="The last week begins: write to people by name",
        why="The second time that people act is the last week. A message to one person is "
        "read; a post may be.",
        late="Begin today, with those who have written to you before.",
        sources=("spotify-weeks",),
    ),
    Task(
        name="rehearse",
        weight=Weight.OURS,
        opens=-7,
        due=-3,
        title="Rehearse release day",
        why="Codes resolve, permissions still stand, the key is allowed that many calls, "
        "mail goes out. `countin campaign rehearse` says what to mend, while it can be.",
        late="Rehearse now: what is found on the day itself can't be mended for the first "
        "countries any more.",
        sources=("count-in",),
    ),
    Task(
        name="freeze",
        weight=Weight.OURS,
        opens=-2,
        due=-1,
        title="Change nothing more; last reminder",
        why="The first country has midnight while yours still has the day before. From then "
        "on a change would reach some fans and miss others.",
        late="Leave everything as it is, unless it is wrong.",
        sources=("count-in",),
    ),
)
