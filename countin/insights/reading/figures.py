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
        "fitted to four channels at least, and the channel's own counts",
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
)
