"""What the demo says at its end, on standard error."""

import json
from typing import Final

from countin.config.demo.playing import Ending
from countin.config.demo.stage import Stage
from countin.config.demo.telling import Teller

_ORGANIZER: Final = "label@lanternfish.example"


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
    teller.say(f"{fans} fans, 28 days and the days after the release, in {seconds:.0f} seconds.")


def tell_addresses(stage: Stage, *, ending: Ending, teller: Teller) -> None:
    """Where to look, while it stays up."""
    told = json.loads(stage.run("organizer", "add", _ORGANIZER, "--json"))
    places = {
        "The release's page": stage.page,
        "The studio, signed in once": told["url"],
        "A fan's own page": ending.own_page or "(no fan was saved)",
        "The report": ending.report_file.as_uri(),
        "The mailbox": stage.mailbox,
        "The libraries at the services": f"{stage.services.address}/control/libraries",
        "Everything else": str(stage.folder),
    }
    width = max(map(len, places))
    lines = "\n".join(f"  {name:<{width}}  {place}" for name, place in places.items())
    teller.say(f"\n{lines}\n\nThe clock stands after the release now. Ctrl-C ends it.")
