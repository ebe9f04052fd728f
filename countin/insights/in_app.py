"""What becomes of visits inside apps: who finds the way out, and what comes of it in there and
outside. So the loss that an app's own browser costs can be seen, app by app."""

from collections.abc import Mapping
from dataclasses import dataclass

from countin.campaigns.models import Campaign
from countin.insights.definitions import Number
from countin.insights.rates import Rate, rate
from countin.insights.rolling.reading import Rolled, read_rolled
from countin.visits.in_app import app_label
from countin.visits.models import AppStepKind

IN_APPS = (
    Number(
        "report.by_app.visits",
        "Visits by people inside this app's own browser, by the name that it sends",
        "Apps that send a real browser's name; they are among all visits. One person may come "
        "twice",
    ),
    Number(
        "report.by_app.left",
        "Visits in a real browser that began with this app's way out, by its button or by the "
        "copied address",
        "Whoever left by the app's own menu: nothing tells where they came from. A copied address "
        "counts once, however often it is opened",
    ),
    Number(
        "report.by_app.left_rate",
        "`report.by_app.left` of `report.by_app.visits`",
        "Not shown without a visit inside the app, nor where more left than came",
    ),
    Number(
        "report.by_app.inside.STEP",
        "Done inside the app: pre-save buttons pressed, permissions kept, pre-saves made, "
        "reminders asked for",
        "Whoever was lost at the service's own question, and why. Each kind is counted once a "
        "visit",
    ),
    Number(
        "report.by_app.outside.STEP",
        "The same after the way out",
        "As there; whoever came back later without the way out's address",
    ),
)


@dataclass(frozen=True)
class AppSteps:
    """Each is a number of times."""

    pressed: int = 0
    connected: int = 0
    promised: int = 0
    reminded: int = 0


@dataclass(frozen=True)
class AppReport:
    """One app whose own browser showed the page."""

    name: str
    label: str
    visits: int
    left: int
    inside: AppSteps
    outside: AppSteps
    left_rate: Rate | None


def tally_apps(campaign: Campaign, *, rolled: Rolled | None = None) -> tuple[AppReport, ...]:
    """The most visited first."""
    rolled = rolled or read_rolled(campaign, kinds=["apps", "left", "app_steps"])
    visits = {app: times for (app,), times in rolled.of("apps")}
    left = {app: times for (app,), times in rolled.of("left")}
    steps = {
        (app, bool(has_left), kind): times
        for (app, has_left, kind), times in rolled.of("app_steps")
    }
    names = {*visits, *left, *(app for app, _has_left, _kind in steps)}
    reports = [_report(name, visits=visits, left=left, steps=steps) for name in names]
    return tuple(sorted(reports, key=lambda report: (-report.visits, report.name)))


def app_words(report: AppReport) -> tuple[str, str, str]:
    """Three lines: who came and left, what was done inside, what outside."""
    came = f"{report.visits:,} visits by people, {report.left:,} left by the way out"
    inside, outside = _words(report.inside), _words(report.outside)
    return came, f"inside: {inside}", f"after the way out: {outside}"


def _report(
    name: str,
    *,
    visits: Mapping[str, int],
    left: Mapping[str, int],
    steps: Mapping[tuple[str, bool, str], int],
) -> AppReport:
    here, gone = visits.get(name, 0), left.get(name, 0)
    return AppReport(
        name=name,
        label=app_label(name),
        visits=here,
        left=gone,
        inside=_steps(name, has_left=False, steps=steps),
        outside=_steps(name, has_left=True, steps=steps),
        left_rate=rate(gone, of=here),
    )


def _steps(name: str, *, has_left: bool, steps: Mapping[tuple[str, bool, str], int]) -> AppSteps:
    times = {kind.value: steps.get((name, has_left, kind.value), 0) for kind in AppStepKind}
    return AppSteps(**times)


def _words(steps: AppSteps) -> str:
    if steps == AppSteps():
        return "nothing so far"
    return (
        f"pressed {steps.pressed:,}, connected {steps.connected:,}, promised {steps.promised:,}, "
        f"reminded {steps.reminded:,}"
    )
