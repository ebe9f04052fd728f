"""A rehearsal as it is told: what the worker found at the services, and what waits with us."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rich.table import Table

from countin.campaigns.models import Campaign
from countin.campaigns.modes import offered_providers
from countin.campaigns.targets.telling import checks_of
from countin.campaigns.targets.words import WHY, is_dead, look_words
from countin.elsewhere.life import Life
from countin.insights.reconnects import tally_reconnects
from countin.insights.rolling.reading import read_rolled
from countin.insights.tallies import tally_reminders_on_their_way
from countin.providers.contract import Provider
from countin.release_day.models import Rehearsal
from countin.release_day.rehearsal.findings import Finding, Grade

_MARKS = {Grade.FINE: "[green]✓[/]", Grade.NOTE: "[yellow]·[/]", Grade.MEND: "[red]✗[/]"}


def all_findings(
    rehearsal: Rehearsal, *, providers: Mapping[str, Provider], mail_is_set: bool
) -> list[Finding]:
    """The services' first, as the worker wrote them down."""
    told = [Finding(Grade(row["grade"]), row["about"], row["words"]) for row in rehearsal.findings]
    campaign = rehearsal.campaign
    return [
        *told,
        *_about_links(
            campaign, providers=offered_providers(campaign, providers=providers).values()
        ),
        *_about_answers(campaign),
        *_about_reconnecting(campaign),
        *_about_reminders(campaign, mail_is_set=mail_is_set),
    ]


def is_fit(findings: list[Finding]) -> bool:
    """Nothing has to be mended before the day."""
    return not any(finding.grade == Grade.MEND for finding in findings)


def rehearsal_as_json(rehearsal: Rehearsal, *, findings: list[Finding]) -> dict[str, Any]:
    """One object; moments in UTC."""
    return {
        "slug": rehearsal.campaign.slug,
        "done_at": rehearsal.done_at and rehearsal.done_at.isoformat(),
        "fit": is_fit(findings),
        "reconnect": tally_reconnects(rehearsal.campaign),
        "findings": [
            {"grade": finding.grade, "about": finding.about, "words": finding.words}
            for finding in findings
        ],
    }


def draw_findings(findings: list[Finding]) -> Table:
    """A line each."""
    table = Table.grid(padding=(0, 2))
    for finding in findings:
        table.add_row(_MARKS[finding.grade], finding.about, finding.words)
    return table


def closing_words(findings: list[Finding]) -> str:
    """What to do now, in one sentence."""
    to_mend = sum(finding.grade == Grade.MEND for finding in findings)
    things = "one thing" if to_mend == 1 else f"{to_mend} things"
    return f"Mend {things} before the day." if to_mend else "Nothing has to be mended."


def _about_links(campaign: Campaign, *, providers: Iterable[Provider]) -> Iterator[Finding]:
    """Services that nobody here can ask: what their fans are led to."""
    unasked = [provider for provider in providers if not provider.can_look]
    named = [one for one in unasked if campaign.release.named_at() & {one.name}]
    if named:
        words = f"{_listed(named)} can't be asked without keys; fans are led to your link there."
        yield Finding(Grade.FINE, "release", words)
    if rest := [one for one in unasked if one not in named]:
        yield Finding(
            Grade.NOTE,
            "release",
            f"{_listed(rest)} can't be asked without keys, and there is no link to the release: "
            "fans would be led to a search. Give its link there once you have it: under “On the "
            f"page” in the studio, or in the file under `release:` as `{rest[0].name}:`.",
        )


def _listed(providers: list[Provider]) -> str:
    return ", ".join(provider.words.name for provider in providers)


def _about_answers(campaign: Campaign) -> Iterator[Finding]:
    """Whether the pages answer that fans are led to, as far as a program can tell."""
    checks = [check for check in checks_of(campaign) if check.looked_at]
    answered = [check for check in checks if check.life == Life.ANSWERED]
    if answered:
        words = f"{len(answered)} of {len(checks)} links answer. Open each once yourself: {WHY}"
        yield Finding(Grade.FINE, "links", words)
    for check in checks:
        if check.life != Life.ANSWERED:
            grade = Grade.MEND if is_dead(check) else Grade.NOTE
            yield Finding(grade, "links", f"“{check.name}”: {look_words(check)}")


def _about_reconnecting(campaign: Campaign) -> Iterator[Finding]:
    """What was done about promises that need their fan."""
    counts = tally_reconnects(campaign)
    if any(counts.values()):
        yield Finding(
            Grade.FINE,
            "permissions",
            f"Asked by mail to connect again: {counts['written']:,}, of whom "
            f"{counts['reconnected']:,} did; {counts['not_reachable']:,} are not on the artist's "
            "e-mail list and find the button on their own page and the campaign's.",
        )


def _about_reminders(campaign: Campaign, *, mail_is_set: bool) -> Iterator[Finding]:
    """What the day holds for those who are reminded."""
    left = tally_reminders_on_their_way(read_rolled(campaign, kinds=["reminders"]))["left"]
    if not mail_is_set:
        yield Finding(
            Grade.NOTE,
            "reminders",
            "No mail can be sent, so reminders are calendar entries and notices in the browser "
            "only. Set COUNTIN_SMTP_URL, then: countin doctor.",
        )
    if left:
        yield Finding(
            Grade.FINE,
            "reminders",
            f"{left:,} confirmed and to be sent, each once its fan's market shows the release.",
        )
