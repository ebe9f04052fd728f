"""`python -m countin.config.demo.back_office`: a process inside the demo's installation.

It stays, because each start of the command line costs a second or two. One line of JSON on
standard input, one line of JSON as the answer:

- `{"do": "run", "arguments": ["campaign", "show", …]}` runs one of the product's commands, as
  typed: `{"printed", "error"}`, where an empty error means that it was done;
- `{"do": "look", "slug"}`: what the worker has still to do, see `countin.config.demo.looking`.
"""

import contextlib
import importlib
import io
import json
import os
import sys
from typing import Any

import click
import django

from countin import clock
from countin.config.cli import Rooms


def main() -> int:
    """Answer until standard input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "countin.config.settings")
    django.setup()
    # Models can be imported only now.
    look = importlib.import_module("countin.config.demo.looking").look
    for line in sys.stdin:
        command: dict[str, Any] = json.loads(line)
        if command["do"] == "look":
            answer = look(command["slug"], now=clock.now())
        else:
            answer = run(command["arguments"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    return 0


def run(arguments: list[str]) -> dict[str, str]:
    """One command: what it printed, and its error in words where it failed."""
    printed, error = io.StringIO(), ""
    with contextlib.redirect_stdout(printed):
        try:
            Rooms("", "").main(arguments, prog_name="countin", standalone_mode=False)
        except click.ClickException as failed:
            error = failed.format_message()
    return {"printed": printed.getvalue(), "error": error}


if __name__ == "__main__":
    sys.exit(main())
