"""Countries, devices, languages: where visits come from and on what, in coarse classes."""

from collections import Counter
from collections.abc import Iterable

from django.conf.locale import LANG_INFO

from countin.campaigns.models import Campaign
from countin.insights.live.parts import Column, Part, Row, most_first
from countin.insights.rolling.reading import Rolled
from countin.insights.tallies import PreSaveCell
from countin.presaves.states import State
from countin.visits.models import Trait, TraitCount

_NOT_KNOWN = "not known"
_MOST = 24  # rows of a table
_COMING = (State.PROMISED, State.SAVED)


def countries(rolled: Rolled, *, cells: Iterable[PreSaveCell]) -> Part:
    """Visits and pre-saves side by side."""
    visits = {code: times for (code,), times in rolled.of("countries")}
    presaves: Counter[str] = Counter()
    for cell in cells:
        if cell.state in _COMING:
            presaves[cell.market] += cell.how_many
    rows = [
        Row(code or _NOT_KNOWN, (visits.get(code, 0), presaves.get(code, 0)), code)
        for code in {*visits, *presaves}
    ]
    return Part(
        key="country",
        title="Countries",
        head="Country",
        columns=(
            Column("live.countries.visits", "visits"),
            Column("live.countries.presaves", "promised or saved"),
        ),
        rows=most_first(rows, most=_MOST),
    )


def traits(campaign: Campaign) -> tuple[Part, Part]:
    """Devices and languages. One query."""
    counted = TraitCount.objects.filter(campaign=campaign).values_list("trait", "name", "people")
    rows: dict[str, list[Row]] = {trait.value: [] for trait in Trait}
    for trait, name, people in counted:
        label = _language(name) if trait == Trait.LANGUAGE else name
        rows[trait].append(Row(label or _NOT_KNOWN, (people,), name))
    devices = Part(
        key="device",
        title="Devices",
        head="Device",
        columns=(Column("live.devices.visits", "visits"),),
        rows=most_first(rows[Trait.DEVICE], most=_MOST),
    )
    languages = Part(
        key="language",
        title="Languages",
        head="Language",
        columns=(Column("live.languages.visits", "visits"),),
        rows=most_first(rows[Trait.LANGUAGE], most=_MOST),
        note="What the browser asks for first. Where we speak it, the page does.",
    )
    return devices, languages


def _language(code: str) -> str:
    return str(LANG_INFO.get(code, {}).get("name", code))
