"""`python -m benchmarks [NAME…]`: run all that need nothing else, or those named."""

import argparse
from collections.abc import Callable, Iterable

from benchmarks import (
    announce,
    asking,
    audit,
    away,
    kills,
    landing,
    lighthouse,
    sealing,
    sizes,
    studio,
    together,
    weather,
    worker,
)

# --quick leaves out what takes its time: all in all under two minutes.
_HAS_QUICK = {"landing", "worker", "together", "sizes", "audit"}
_NOT_QUICK = {"together", "announce", "kills", "weather", "away", "studio"}
_ALL: dict[str, Callable[..., Iterable[object]]] = {
    "sealing": sealing.measure,
    "asking": asking.measure,
    "landing": landing.measure,
    "worker": worker.measure,
    "together": together.measure,
    "sizes": sizes.measure,
    "kills": kills.measure,
    "weather": weather.measure,
    "away": away.measure,
    "audit": audit.measure,
    "announce": announce.measure,
    "studio": studio.measure,
}
# Needs node and its registry: only by name.
_BY_NAME: dict[str, Callable[[], Iterable[object]]] = {"lighthouse": lighthouse.measure}


def main() -> None:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    known: dict[str, Callable[..., Iterable[object]]] = _ALL | _BY_NAME
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(known))
    parser.add_argument("--quick", action="store_true", help="smaller crowds, coarser figures")
    given = parser.parse_args()
    chosen = given.names or [one for one in _ALL if not (given.quick and one in _NOT_QUICK)]
    if unknown := set(chosen) - set(known):
        parser.error(f"no benchmark {', '.join(unknown)}: there are {', '.join(known)}")
    for name in chosen:
        options = {"quick": True} if given.quick and name in _HAS_QUICK else {}
        for line in known[name](**options):
            print(line, flush=True)


if __name__ == "__main__":
    main()
