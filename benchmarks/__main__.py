"""`python -m benchmarks [NAME…]`: run all, or those named."""

import argparse
from collections.abc import Callable, Iterable

from benchmarks import asking, landing, sealing

_ALL: dict[str, Callable[[], Iterable[object]]] = {
    "sealing": sealing.measure,
    "asking": asking.measure,
    "landing": landing.measure,
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(_ALL))
    chosen = parser.parse_args().names or list(_ALL)
    if unknown := set(chosen) - set(_ALL):
        parser.error(f"no benchmark {', '.join(unknown)}: there are {', '.join(_ALL)}")
    for name in chosen:
        for line in _ALL[name]():
            print(line, flush=True)


if __name__ == "__main__":
    main()
