"""What comes in, part by part: the tables of the studio's live page, as numbers."""

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

from countin import clock
from countin.api.finding import find_campaign
from countin.api.responses import answers
from countin.api.shapes import Count
from countin.api.tokens import READ
from countin.insights.live.parts import Part
from countin.insights.live.reading import read_live

router = Router(tags=["numbers"])


class ColumnShape(Schema):
    """`number` is the name of its definition in docs/numbers.md."""

    number: str
    label: str


class RowShape(Schema):
    """One line; null is not known, which is not zero."""

    name: str
    label: str
    values: list[int | None]


class PartShape(Schema):
    """A table of the live page."""

    part: str
    title: str
    columns: list[ColumnShape]
    rows: list[RowShape]


class LiveShape(Schema):
    """Counts alone; nobody is named."""

    slug: str
    visits: Count
    presaves: dict[str, int]
    follows: Count
    reminders: Count
    parts: list[PartShape]


@router.get("/{slug}/live", auth=READ, response=answers(LiveShape, 404), summary="Live")
def show_live(request: HttpRequest, slug: str) -> LiveShape:
    """Steps with their losses, channels, services, countries, devices, languages, apps."""
    campaign = find_campaign(request, slug)
    live = read_live(campaign, providers=settings.PROVIDERS, now=clock.now())
    return LiveShape(
        slug=slug,
        visits=live.visits,
        presaves=dict(live.presaves),
        follows=live.follows,
        reminders=live.reminders,
        parts=[_told(part) for part in live.parts],
    )


def _told(part: Part) -> PartShape:
    return PartShape(
        part=part.key,
        title=part.title,
        columns=[ColumnShape(number=one.number, label=one.label) for one in part.columns],
        rows=[
            RowShape(name=row.name, label=row.label, values=list(row.values)) for row in part.rows
        ],
    )
