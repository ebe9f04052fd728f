"""`python -m simulator.crowd`: one command a line on standard input, one answer a line.

- `{"do": "plan", "page", "guest_page", "services", "mailbox", "fans", "guests", "channels",
  "seed", "begins", "ends"}` invents the fans and registers them at the services; answers
  `{"arrivals": [moments]}`.
- `{"do": "act", "until": moment}` lets everybody act whose moment has come; `{"acted", "trouble"}`.
- `{"do": "open_mails"}`, after the release: `{"acted", "trouble"}`.
- `{"do": "tell"}`: `{"fans": [...], "tally": {...}, "own_page": address}`.

The end of standard input ends it. Moments are ISO 8601 with their offset.
"""

import argparse
import asyncio
import json
import random
import sys
from datetime import datetime
from typing import Any

import uvloop
from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector

from simulator.crowd.acting import Crowd
from simulator.crowd.places import Places


class Unknown(Exception):
    """A command that nobody understands."""


def main() -> int:
    parser = argparse.ArgumentParser(
        prog="python -m simulator.crowd",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--at-once", type=int, default=16, help="fans who act at the same time")
    uvloop.run(_listen(at_once=parser.parse_args().at_once))
    return 0


async def _listen(*, at_once: int) -> None:
    loop = asyncio.get_running_loop()
    connector = TCPConnector(limit=2 * at_once)
    async with ClientSession(
        connector=connector, cookie_jar=DummyCookieJar(), timeout=ClientTimeout(total=30)
    ) as session:
        crowd: Crowd | None = None
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            command = json.loads(line)
            if command["do"] == "plan":
                crowd = _crowd(session, command=command, at_once=at_once)
            if crowd is None:
                raise Unknown("the first command is plan")
            _answer(await _do(crowd, command=command))


def _crowd(session: ClientSession, *, command: dict[str, Any], at_once: int) -> Crowd:
    places = Places(
        page=command["page"],
        guest_page=command["guest_page"],
        services=command["services"],
        mailbox=command["mailbox"],
    )
    crowd = Crowd(
        session,
        places=places,
        ends=datetime.fromisoformat(command["ends"]),
        chance=random.Random(command["seed"]),
        at_once=at_once,
    )
    crowd.invent(command["fans"], channels=command["channels"], guests=command["guests"])
    return crowd


async def _do(crowd: Crowd, *, command: dict[str, Any]) -> dict[str, Any]:
    match command["do"]:
        case "plan":
            await crowd.register()
            moments = crowd.plan(begins=datetime.fromisoformat(command["begins"]))
            return {"arrivals": [moment.isoformat() for moment in moments]}
        case "act":
            until = datetime.fromisoformat(command["until"])
            acted, trouble = await crowd.act(until=until)
            return {"acted": acted, "trouble": trouble}
        case "open_mails":
            acted, trouble = await crowd.open_mails()
            return {"acted": acted, "trouble": trouble}
        case "tell":
            return crowd.tell()
    raise Unknown(f"no command {command['do']!r}")


def _answer(answer: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
