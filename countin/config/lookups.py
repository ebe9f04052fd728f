"""Which open catalogs are asked for the links of a release."""

import asyncio

from countin.config.addresses import is_loopback
from countin.config.environment import BadSetting, Values
from countin.elsewhere.catalogs import Catalog
from countin.elsewhere.known import KNOWN, catalogs_of


def read_catalogs(values: Values) -> tuple[Catalog, ...]:
    """Those that the operator chose, at their addresses. Raises BadSetting."""
    names = [name.strip() for name in values["COUNTIN_OPEN_LOOKUPS"].split(",")]
    chosen = set(filter(None, names)) - {"none"}
    known = {one.name: one for one in KNOWN}
    if unknown := sorted(chosen - set(known)):
        raise BadSetting(
            f"COUNTIN_OPEN_LOOKUPS knows no {unknown[0]}. Write some of {', '.join(known)}, by "
            "comma, or none."
        )
    addresses = {name: values[known[name].setting].rstrip("/") for name in chosen}
    if values["COUNTIN_CLOCK_OFFSET_FILE"]:  # what is tried out asks nobody outside
        addresses = {name: text for name, text in addresses.items() if is_loopback(text)}
    return catalogs_of(addresses, rest=_rest)


async def _rest(seconds: float) -> None:
    await asyncio.sleep(seconds)


def read_link_checks(values: Values) -> bool:
    """Whether links are looked at before release. Raises BadSetting."""
    if values["COUNTIN_LINK_CHECKS"] not in ("on", "off"):
        raise BadSetting("COUNTIN_LINK_CHECKS must be on or off.")
    return values["COUNTIN_LINK_CHECKS"] == "on"
