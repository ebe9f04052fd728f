"""A report in three sentences, and the next step. Plain words, every number from the counts."""

from countin.insights.next_steps import NEXT_STEPS
from countin.insights.parts import ChannelReport
from countin.insights.report import Report
from countin.insights.steps import Step, count_of
from countin.insights.tallies import NO_CHANNEL

_MOST_LOSSES = 3
_ALREADY = "a page finds no listeners by itself; it concentrates those one can already reach."
_NOBODY = f"This page has nobody to point at it: no channel of known reach is named, and {_ALREADY}"
_UNTOLD = (
    "How many people the channels reach is nowhere said, so no share of them can be told; "
    f"{_ALREADY}"
)


def three_sentences(report: Report) -> tuple[str, str, str]:
    """What happened, what was lost, and who was there to be reached."""
    return _what_happened(report), _what_was_lost(report), _who_was_reached(report)


def reading_aid(report: Report) -> str:
    """What the brackets in the three sentences mean; "" where they have none."""
    if "%" not in " ".join(three_sentences(report)):
        return ""
    return (
        "The range in brackets is what such a count leaves open: ranges made like it hold the true "
        "share 19 times of 20, and the fewer people, the wider it is."
    )


def next_step(report: Report) -> str:
    """What the organizer can do now."""
    if report.state == "draft":
        return (
            "Publish the page: set COUNTIN_CONTROLLER_NAME, COUNTIN_CONTROLLER_CONTACT and "
            "COUNTIN_CONTROLLER_ADDRESS, then apply the campaign file again."
        )
    if report.state in ("open", "paused"):
        return _before_the_day(report)
    return _after_the_day(report)


def _before_the_day(report: Report) -> str:
    if not report.reached:
        if channel := _came_by(report):
            return (
                "Say under `audience` in the file how many people each channel reaches, apply it, "
                f"and go on pointing people at {channel.address}."
            )
        return (
            "List under `channels` where you can point people at this page, and under `audience` "
            "how many each reaches; apply the file, then share "
            f"{report.counts['url']}?via=CHANNEL there."
        )
    return _of_the_fans(report) or (
        f"Point people at {report.reached[0].address} while there is time."
    )


def _after_the_day(report: Report) -> str:
    presaves = report.counts["presaves"]
    owed = count_of(report.reminders, "owed") - count_of(report.reminders, "sent")
    if report.state != "ended" and (
        presaves["promised"] or report.counts["follows"]["waiting"] or owed
    ):
        return "Keep `countin serve` running: what is on its way is tried until it is settled."
    if report.counts["reasons"].get("not_released"):
        return "Ask your distributor why the release is missing in some markets."
    if report.counts["reasons"].get("not_let_in"):
        return NEXT_STEPS["not_let_in"]
    if asked := _of_the_fans(report):
        return asked
    if not report.reached:
        return (
            "Before the next release, list under `channels` where you can point people at its "
            "page, and under `audience` how many each reaches."
        )
    return "Nothing is left to do: the page opens the release for everybody who comes now."


def _of_the_fans(report: Report) -> str:
    """What fans can be asked for; "" where nothing is left to them. Who has no subscription is
    not asked: connecting again gives them no library."""
    reasons = report.counts["reasons"]
    if ended := reasons.get("grant_dead", 0) + reasons.get("grant_expired", 0):
        who = "the fan" if ended == 1 else f"the {ended:,} fans"
        return f"Ask {who} whose permission ended to open the page once more and connect again."
    if held := reasons.get("held_back", 0):
        who = "The fan" if held == 1 else f"The {held:,} fans"
        return f"{who} held back by a person can still confirm: one tap on the fan's own page."
    return ""


def _what_happened(report: Report) -> str:
    about = f"“{report.title}” by {report.artist}"
    if report.state == "draft":
        return f"{about} has a page that is still a draft, so nobody has seen it."
    if not count_of(report.steps, "promised"):
        return f"{about} {_when(report)}: {_reminders_made(report)}{_led_away(report)}."
    return f"{about} {_when(report)}: {_presaves_made(report)}."


def _led_away(report: Report) -> str:
    """Clicks are no pre-saves, and are not added to any."""
    clicks = report.counts["native"]["clicks"]
    if not clicks:
        return ""
    led = "click led" if clicks == 1 else "clicks led"
    them = "it" if clicks == 1 else "them"
    page = "to a service's own pre-save page"
    return f"; {clicks:,} {led} {page}, and what came of {them} is unknown"


def _when(report: Report) -> str:
    words = {"releasing": "is coming out", "released": "is out", "ended": "came out"}
    if report.state in words:
        return f"{words[report.state]} ({report.released_on})"
    return f"comes out on {report.released_on}"


def _presaves_made(report: Report) -> str:
    five, made = report.counts["presaves"], count_of(report.steps, "promised")
    on_the_way, saved = five["promised"], five["saved"]
    if on_the_way == made:
        return f"{_presaves(made)} {_is(made)} on the way"
    if on_the_way and saved:
        return (
            f"of {_presaves(made)} made, {saved:,} {_is(saved)} saved and {on_the_way:,} on the way"
        )
    if on_the_way:
        return f"of {_presaves(made)} made, {on_the_way:,} {_is(on_the_way)} on the way"
    share = f", {report.saved.words}" if report.saved else ""
    return f"of {_presaves(made)} made, {saved:,} {_was(saved)} saved{share}"


def _reminders_made(report: Report) -> str:
    asked, sent = report.counts["reminders"]["asked"], report.counts["reminders"]["sent"]
    if not asked:
        return "nobody has pre-saved it or asked to be reminded"
    written = f"{sent:,}" if sent else "none"
    none = "it is no pre-save" if asked == 1 else "none is a pre-save"
    return f"{_reminders(asked)} {_was(asked)} asked for and {written} sent so far; {none}"


def _what_was_lost(report: Report) -> str:
    if not count_of(report.steps, "promised"):
        return _about_visits(report)
    losses = [loss for step in _after_promise(report) for loss in step.losses if not loss.is_open]
    if not losses:
        return "None was lost or withdrawn so far."
    lost = sum(loss.count for loss in losses)
    what = "dropped out" if report.state in ("open", "paused") else f"{_was(lost)} not saved"
    largest = sorted(losses, key=lambda loss: -loss.count)
    named = ", ".join(f"{loss.count:,} {loss.words}" for loss in largest[:_MOST_LOSSES])
    more = sum(loss.count for loss in largest[_MOST_LOSSES:])
    rest = f"; {more:,} more, named below" if more else ""
    return f"{lost:,} {what}: {named}{rest}."


def _after_promise(report: Report) -> list[Step]:
    return [step for step in report.steps if step.key in ("promised", "alive", "accepted")]


def _about_visits(report: Report) -> str:
    people, machines = report.visits.people, report.visits.machines
    if not people:
        return "The page was not opened by anybody so far."
    apart = f", and {_times(machines)} to machines, which are counted apart" if machines else ""
    return f"The page was shown {_times(people)} to people{apart}."


def _who_was_reached(report: Report) -> str:
    if not report.reached:
        return _UNTOLD if _came_by(report) else _NOBODY
    channel = report.reached[0]
    known = channel.reach or 0
    made, asked = count_of(channel.steps, "promised"), count_of(channel.reminders, "asked")
    if not made and not asked:
        return f"Nobody has come by {channel.name} so far, which reaches {known:,} people."
    came, share = (_presaves(made), channel.activation)
    if asked > made:
        came, share = (_reminders(asked), channel.reminded)
    words = f": {share.words}" if share else ""
    more = len(report.reached) - 1
    others = f"; {_channels(more)} of known reach {_is(more)} below" if more else ""
    reach = f"which reaches {known:,} people"
    if max(made, asked) > known:
        reach = f"more than the {known:,} people it is said to reach, so no share is told"
    return f"{came} came by {channel.name}, {reach}{words}{others}."


def _came_by(report: Report) -> ChannelReport | None:
    """The first channel by which people came, whatever it reaches."""
    named = (channel for channel in report.channels if channel.name != NO_CHANNEL)
    return next((channel for channel in named if channel.visits.people), None)


def _presaves(many: int) -> str:
    return f"{many:,} pre-save{'' if many == 1 else 's'}"


def _reminders(many: int) -> str:
    return f"{many:,} reminder{'' if many == 1 else 's'}"


def _channels(many: int) -> str:
    return "one more channel" if many == 1 else f"{many:,} more channels"


def _times(many: int) -> str:
    return "once" if many == 1 else f"{many:,} times"


def _is(many: int) -> str:
    return "is" if many == 1 else "are"


def _was(many: int) -> str:
    return "was" if many == 1 else "were"
