"""What the demo says at its end, on standard error."""

import json
from typing import Final

from countin.config.demo.playing import Ending
from countin.config.demo.stage import Stage
from countin.config.demo.telling import Teller

_ORGANIZER: Final = "label@lanternfish.example"
_ANOTHER_UPC: Final = "410000203033"  # in examples/nobody-listening.yaml; no demo plays it


def tell_ending(ending: Ending, *, teller: Teller, fans: int, seconds: float) -> None:
    """Whether the libraries agree, loudly if they don't."""
    style = "green" if ending.is_good else "bold red"
    teller.say(f"[{style}]{ending.verdict.in_words()}[/]")
    for trouble in ending.trouble:
        teller.say(f"[bold red]A fan met a broken page:[/] {trouble}")
    for kind, times in ending.complaints.items():
        teller.say(f"[bold red]The services complained of {kind}[/], {times} times.")
    for alarm in ending.alarms:
        teller.say(f"The operator is told: {alarm}")
    reminders = ending.counts["reminders"]
    teller.say(
        f"Mailed on the day: {reminders['sent']} of {reminders['confirmed']} confirmed reminders."
    )
    teller.say(f"{fans} fans, 28 days and the days after the release, in {seconds:.0f} seconds.")


def tell_addresses(stage: Stage, *, ending: Ending, teller: Teller) -> None:
    """Where to look, while it stays up, and the way into the studio last: it is what to open."""
    told = json.loads(stage.run("organizer", "add", _ORGANIZER, "--json"))
    places = {
        "The release's page": stage.page,
        "A fan's own page": ending.own_page,
        "The report": ending.report_file.as_uri(),
        "The fans' mailbox": stage.mailbox,
        "The libraries at the services": f"{stage.services.address}/control/libraries",
        "Logs and data": str(stage.folder),
    }
    shown = {name: place for name, place in places.items() if place}
    width = max(map(len, shown))
    lines = "\n".join(f"  {name:<{width}}  {place}" for name, place in shown.items())
    teller.say(f"\nWhat fans saw, and what came of it:\n{lines}\n")
    teller.say(f"[bold]Sign in to the studio[/], as {_ORGANIZER}. The link works once:")
    teller.say(f"  {told['url']}\n")
    teller.say(
        "Make a campaign there: press New campaign, and give a title of your own, or the UPC\n"
        f"{_ANOTHER_UPC} of an invented release. Links to real releases are not followed here.\n"
        f"It is {stage.clock.now():%B %-d, %Y} in the demo. Ctrl-C ends it."
    )
