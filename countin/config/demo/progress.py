"""`python -m countin.config.demo.progress SLUG`: says what the worker has still to do.

A process of its own, because asking the command line each time would cost half a second. For
each line on standard input it answers one line of JSON; see `countin.config.demo.looking`.
"""

import importlib
import json
import os
import sys

import django

from countin import clock


def main() -> int:
    """Answer until standard input ends."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "countin.config.settings")
    django.setup()
    # Models can be imported only now.
    look = importlib.import_module("countin.config.demo.looking").look
    for _line in sys.stdin:
        sys.stdout.write(json.dumps(look(sys.argv[1], now=clock.now())) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
