"""The rows of the plan from the release day on."""

from typing import Final

from countin.planning.tasks import Task, Weight

AFTER: Final = (
    Task(
        name="release",
        weight=Weight.OURS,
        opens=0,
        due=0,
        title="Out: promises are kept, country by country, and the page leads to the music",
        why="It happens by itself. `countin campaign watch` shows it; somebody should be "
        "awake for what only a person can mend.",
        late="See what came of it: countin campaign report.",
        sources=("count-in",),
    ),
    Task(
        name="repair",
        weight=Weight.OURS,
        opens=0,
        due=3,
        title="Mend what failed, and tell the people concerned",
        why="A release that shows up late is looked for over 72 hours; fans whose permission "
        "ended are asked once to connect again.",
        late="What failed for good stays failed; the report says how many, and why.",
        sources=("count-in",),
    ),
    Task(
        name="first-listen",
        weight=Weight.ADVICE,
        opens=1,
        due=2,
        title="Ask those who saved it to listen",
        why="A save is a line in a library, not a play. The first two days are when people "
        "still know why it is there.",
        late="Ask all the same; it is only further from the day.",
        sources=("apple-days",),
    ),
    Task(
        name="read",
        weight=Weight.ADVICE,
        opens=7,
        due=7,
        title="Read the report, thank people, write down what to do differently",
        why="After a week the first saves and the first plays stand side by side, and "
        "everybody still remembers what was done.",
        late="Read it before you plan the next one.",
        sources=("lucy-lesson",),
    ),
    Task(
        name="window-ends",
        weight=Weight.OURS,
        opens=28,
        due=28,
        title="The campaign ends: keep its report for the next one",
        why="Four weeks after release Spotify shows it to followers as new no longer, and "
        "Count-In ends the campaign and deletes permissions that nothing needs.",
        late="It has ended by itself; its report stays.",
        sources=("spotify-window", "count-in"),
    ),
    Task(
        name="next",
        weight=Weight.ADVICE,
        opens=28,
        due=42,
        title="Decide about the next release, if it has a job",
        why="From here on a new release takes nothing away from this one. Four to six weeks "
        "are common practice, not a rule.",
        late="There is no deadline. Say what the next one is for before you date it.",
        sources=("fts-cadence", "fts-job"),
    ),
)
