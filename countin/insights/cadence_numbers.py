"""The numbers of `countin campaign cadence`, defined once. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

CADENCE = (
    Number(
        "cadence.touch_points.past_year",
        "Releases of the artist in the 365 days up to today, those given by --also included",
        "Releases that have no campaign here and were not given",
    ),
    Number(
        "cadence.touch_points.planned_year",
        "Releases of the artist planned for the 365 days after today",
        "Likewise; a planned date may move",
    ),
    Number(
        "cadence.follows",
        "Follows of the artist that a service confirmed, for each campaign",
        "Follows elsewhere; fans who followed already, or stopped since. The same account may "
        "stand in two campaigns",
    ),
    Number(
        "cadence.returned.followed",
        "Pre-saves whose fan also followed the artist then, and of these, how many accounts were "
        "here again for the next campaign",
        "Who came back more than 30 days after the release, or after erasing: they are new to us. "
        "Those made by a standing consent. That the follow brought anybody back: who follows may "
        "be keener to begin with",
    ),
    Number(
        "cadence.returned.others",
        "The same for pre-saves without such a follow",
        "As there",
    ),
)
