"""The numbers of the audit and of what is held back. docs/numbers.md repeats this."""

from countin.insights.definitions import Number

AUDITED = (
    Number(
        "audit.presaves.all",
        "Pre-saves in the event log that was audited, one a fan",
        "Pre-saves of a standing consent: nobody came for them. A fan with two services is "
        "one here",
    ),
    Number(
        "audit.presaves.corroborated",
        "Of those, fans who confirmed a lasting e-mail address and stand in no unusual group",
        "Fans who left no address: nothing speaks for them, and nothing against them",
    ),
    Number(
        "audit.share",
        "The part of pre-saves in unusual groups, as an estimate, and between which shares it "
        "lies, 9 times of 10",
        "What imitates fans in every respect. Where no group is unusual, it reaches from none "
        "up to all that nothing corroborates",
    ),
    Number(
        "audit.group.presaves",
        "Pre-saves that probably (6 of 10) belong to a group, one a fan",
        "Who is whom: a group is judged, never a person",
    ),
    Number(
        "audit.busy",
        "Pre-saves within hours that are busier than the campaign's own hours explain "
        "(negative binomial, 1 in 100 over all hours), beside how many are usual then; five "
        "at most",
        "Why: a question to whoever knows, and no evidence. Not shown under 50 pre-saves or "
        "three days, nor for hours that somebody named",
    ),
    Number(
        "audit.would_have_shown",
        "From how many pre-saves on a farm of a plain kind, made up and planted into a copy of the "
        "log, stood out in four of four tries; sizes tried are 2, 5, 10 and 20 in a hundred",
        "Farms that do as fans do: none of them shows. Not worked out where a group is unusual; "
        "of more than 2,000 fans every so many-th takes part",
    ),
    Number(
        "holds.held",
        "Pre-saves that a person held back together",
        "Those of the group that were saved, withdrawn or in need of their fan already, and "
        "those confirmed after an earlier hold",
    ),
    Number(
        "holds.confirmed",
        "Of those, confirmed by their fans, or permitted anew",
        "Whether a person pressed: a program can press, too",
    ),
    Number(
        "holds.waiting",
        "Of those, still held back: `reasons.held_back`",
        "Those let go",
    ),
    Number(
        "holds.gone",
        "Of those, neither: let go by the organizer, withdrawn by the fan, or over",
        "Which of these it was; `reasons` says it of the last",
    ),
)
