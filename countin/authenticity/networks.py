"""What a network's number says: rented machines, or a relay that many careful people use.

The numbers are those of large hosting companies in the public routing registries (2026-11). The
list is a help, not a ground: a network that is on no list still shows by how many share it.
"""

_RELAYS = frozenset({13335, 36183, 54113, 20940, 209242, 394303})
_HOSTING = frozenset(
    {
        *(16509, 14618, 8987, 15169, 396982, 19527, 8075, 8068, 31898, 792, 36351, 45102, 37963),
        *(132203, 45090, 136907, 55990, 14061, 393406, 24940, 213230, 212317, 16276, 35540, 63949),
        *(48337, 20473, 64515, 60781, 28753, 30633, 59253, 9009, 51167, 40021, 12876, 29447, 36352),
        *(53667, 8100, 46844, 62904, 60068, 212238, 202425, 204957, 398101, 26347, 26496, 46606),
        *(
            13213,
            20860,
            42708,
            39351,
            49981,
            43350,
            62240,
            29066,
            24961,
            8560,
            34011,
            51765,
            197540,
        ),
        *(
            44901,
            47583,
            61317,
            25369,
            22612,
            46562,
            63023,
            40676,
            23470,
            32097,
            55286,
            19318,
            21859,
        ),
        *(206092, 210558, 141039, 147049, 137409, 61138, 30083, 174, 3223, 33387, 33070, 19994),
    }
)


def network_class(asn: str | None) -> str | None:
    """ "hosting", "relay", "other", or None where the log names no network."""
    if asn is None:
        return None
    word = asn.strip().lower()
    if word in ("hosting", "datacenter", "data center", "cloud"):
        return "hosting"
    if word in ("relay", "privacy relay", "privacy_relay"):
        return "relay"
    digits = word.removeprefix("as").split()[0] if word.removeprefix("as").split() else ""
    number = int(digits) if digits.isdecimal() else -1
    if number in _RELAYS:
        return "relay"
    return "hosting" if number in _HOSTING else "other"
