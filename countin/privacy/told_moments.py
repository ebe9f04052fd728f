"""How rows that are handed out are written: texts, and moments in ISO 8601, in UTC."""

from datetime import datetime

Row = dict[str, str]


def when(moment: datetime | None) -> str:
    """The moment; “no” where there is none."""
    return iso(moment) or "no"


def iso(moment: datetime | None) -> str:
    """The moment; an empty text where there is none."""
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z") if moment else ""
