"""The numbers of a reading, defined once. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

READINGS = (
    Number(
        "report.familiar.known",
        "Pre-saves, and apart from them reminders, of fans who had been here before: by a "
        "pre-save or a reminder of another campaign, or confirmed on the artist's e-mail list",
        "Fans whom we had forgotten: 30 days after their last release. Whether they knew the "
        "artist from elsewhere",
    ),
    Number(
        "report.familiar.new",
        "Those of fans of whom nothing earlier is on record",
        "Whether they are new to the artist. Where a service names no account, a fan in another "
        "browser is new again",
    ),
    Number(
        "report.familiar.untold",
        "Those whose fan was erased or forgotten since",
        "What they were",
    ),
    Number(
        "report.comparison.raw",
        "`report.visits.led` of `report.visits.people` by channel, where two channels at least "
        "have visits; without a pre-save button, reminders asked of visits by people",
        "Fans who came without a channel. One person may come twice",
    ),
    Number(
        "report.comparison.shrunk",
        "The same share drawn towards what all channels have in common: a beta distribution "
        "fitted to four channels at least, which weighs what the fans outside the largest weigh at "
        "most, and the channel's own counts",
        "Anything but chance that parts small channels from large ones",
    ),
    Number(
        "report.comparison.lower",
        "Under a channel, those that are lower beyond what chance explains: their ranges don't "
        "touch",
        "Any order of two channels whose ranges overlap",
    ),
    Number(
        "report.arrivals",
        "Pre-saves made by a press, reminders asked and clicks on a service's own page, each by "
        "the day in UTC, until the release was out everywhere",
        "Pre-saves of a standing consent: nobody came for them. A withdrawn one still came",
    ),
    Number(
        "report.arrivals.ends",
        "Of those, in the first three days, in the last three, and between",
        "Why. Not shown before the release is out everywhere, nor for less than nine days",
    ),
    Number(
        "report.window.within",
        "Saves made within 48 hours of the release moment in the fan's own market",
        "What would have happened without this page. Not shown before 48 hours have passed "
        "everywhere",
    ),
    Number(
        "report.window.even",
        "What the same saves would put into 48 hours, spread evenly over 28 days",
        "How saves without a page are spread: nobody can see that",
    ),
    Number(
        "report.expected.saves",
        "The range of saves to expect of the pre-saves of a service that are alive now, 8 times "
        "of 10: beta-binomial, by what became of the organizer's own pre-saves that were alive "
        "the day before earlier releases, 20 campaigns at most",
        "Permissions that ended without anybody knowing, but as often as before; outages. Not "
        "shown under fifty such pre-saves, nor from the release on",
    ),
    Number(
        "report.expected.listeners",
        "The range of listeners of the artist a day in the first week, 8 times of 10, that "
        "belongs to so many pre-saves by the artist's own earlier campaigns with an export: their "
        "ratio from three on, a line in logarithms from six on",
        "Any cause. Pre-saves in groups that the latest audit of a campaign calls unusual, which "
        "is said beside it. Not shown under three campaigns, where this one is under half the "
        "smallest or over twice the largest, nor where the range's ends differ more than sixfold",
    ),
    Number(
        "report.expected_then",
        "Both ranges as they were 24 hours before the release was out anywhere, and what came",
        "Pre-saves of the last day. What came is not shown while one of them is on its way, or "
        "without an export of the whole week",
    ),
    Number(
        "report.record.held",
        "How many of the organizer's kept ranges of a kind held what came, of those known, the 40 "
        "latest",
        "How far the others missed: `report.record.crps`",
    ),
    Number(
        "report.record.crps",
        "Their continuous ranked probability score on average, in saves; of listeners, that of "
        "the logarithm. In the JSON alone",
        "Whether it is good: it is there to be compared with itself",
    ),
    Number(
        "report.listening.listeners",
        "Listeners of the artist a day, as the service counts them, from an export that the "
        "artist downloaded and `countin campaign listening` read in",
        "Which of them are fans of this campaign, and which song they heard. Completion and "
        "replays: no export tells them",
    ),
    Number(
        "report.listening.first_week",
        "Their average a day over the release date and the six days after it, beside the lowest "
        "and the highest such average of the 28 days before",
        "Why they differ or don't. Not shown where one of those days is missing",
    ),
    Number(
        "report.listening.saves",
        "Saves of anything of the artist in the same seven days, as the service counts them",
        "Which of them are pre-saves of this campaign",
    ),
    Number(
        "report.listening.list_adds",
        "Times that anything of the artist was added to a list in the same seven days, as the "
        "service counts them",
        "To whose list, and whether it was heard there",
    ),
    Number(
        "report.listening.songs",
        "Streams of a song in the same seven days, added up over the exports that lie within them",
        "Days that no export covers; the report says of how many days it speaks",
    ),
)
