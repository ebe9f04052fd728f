"""`python -m benchmarks [NAME…]`: run all that need nothing else, or those named."""

import argparse
from collections.abc import Callable, Iterable

from benchmarks import asking, landing, lighthouse, sealing

_ALL: dict[str, Callable[[], Iterable[object]]] = {
    "sealing": sealing.measure,
    "asking": asking.measure,
    "landing": landing.measure,
}
# Needs node and its registry: only by name.
_BY_NAME: dict[str, Callable[[], Iterable[object]]] = {"lighthouse": lighthouse.measure}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    known = _ALL | _BY_NAME
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    chosen = parser.parse_args().names or list(_ALL)
    if unknown := set(chosen) - set(known):
        parser.error(f"no benchmark {', '.join(unknown)}: there are {', '.join(known)}")
    for name in chosen:
        for line in known[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
