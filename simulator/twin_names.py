"""Which folders are stand-ins of this kind."""

from pathlib import Path

TWIN_NAMES = tuple(sorted(path.parent.name for path in Path(__file__).parent.glob("*/twin.py")))
