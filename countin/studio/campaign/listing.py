"""The campaigns of a workspace: those to come, those that are over, the archive; searched, and
kept to one artist."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from countin.campaigns.models import Artist, Campaign, CampaignQuerySet, LinkCheck
from countin.campaigns.states import CampaignState, met_state, standing_states
from countin.insights.overview import Overview, overview_of
from countin.planning.runway import read_runway
from countin.studio.alphabet import is_called
from countin.studio.home import can_save, may_be_public, needs_way_back, seat_context
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import Role

# As many fit on a page that loads at once; with fewer than this nobody needs to search.
_PER_PAGE: Final = 30
_FEW: Final = 8
_SOON_DAYS: Final = 7
_TABS: Final = (("coming", "Coming"), ("over", "Over"), ("archive", "Archive"))


@dataclass(frozen=True)
class Line:
    """A campaign on the list. `heading`: where a new part of the list begins with it."""

    campaign: Campaign
    state: CampaignState
    days: int
    numbers: Overview
    heading: str = ""
    can_save: bool = True
    missing: str = ""  # what the day would miss, as far as is known today

    @property
    def has_promised(self) -> bool:
        """Zero says something while it may become more."""
        is_coming = self.can_save and self.state not in (
            CampaignState.RELEASED,
            CampaignState.ENDED,
        )
        return bool(self.numbers.promised) or is_coming

    @property
    def has_follows(self) -> bool:
        """Without keys there is none to come."""
        return bool(self.numbers.follows) or self.can_save


@dataclass(frozen=True)
class Tab:
    """A part of the list, and how much is in it."""

    name: str
    label: str
    many: int
    is_shown: bool
    query: str


@dataclass(frozen=True)
class Chosen:
    """What of the list was asked for."""

    rows: CampaignQuerySet
    searched: str
    artist: Artist | None
    shown: str
    counts: dict[str, int]

    def query(self, **more: str) -> str:
        """For an address that keeps what was chosen."""
        kept = {"q": self.searched, "artist": self.artist.handle if self.artist else ""}
        return urlencode({key: value for key, value in {**kept, **more}.items() if value})

    @property
    def tabs(self) -> list[Tab]:
        """Those with anything in them, and the one that is shown."""
        return [
            Tab(name, label, self.counts[name], name == self.shown, self.query(show=name))
            for name, label in _TABS
            if self.counts[name] or name == self.shown
        ]


@require_safe
@in_workspace(Role.ANALYST)
def show_workspace(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """The next release first; of those that are over, the last one."""
    chosen = _choose(request, seat=seat)
    page = Paginator(chosen.rows, _PER_PAGE).get_page(request.GET.get("page"))
    whole = sum(chosen.counts.values())
    context = {
        "lines": _lines(page, seat=seat, has_headings=page.paginator.count > _FEW),
        "page": page,
        "chosen": chosen,
        "page_query": chosen.query(show=chosen.shown),
        "is_long": whole > _FEW or bool(chosen.searched),
        "is_empty": not whole and not chosen.searched and not chosen.artist,
        "needs_way_back": needs_way_back(request),
        **seat_context(seat),
    }
    return render(request, "studio/home.html", context)


def _choose(request: HttpRequest, *, seat: Seat) -> Chosen:
    searched = request.GET.get("q", "").replace("\0", "").strip()[:100]
    handle = request.GET.get("artist", "").replace("\0", "")
    artists = Artist.objects.filter(workspace=seat.workspace)
    artist = artists.filter(handle=handle).first() if handle else None
    rows = Campaign.objects.filter(workspace=seat.workspace)
    if artist is not None:
        rows = rows.filter(release__artist=artist)
    if searched:
        rows = rows.filter(pk__in=_called(rows, searched=searched))
    parts = _parts(rows, now=seat.now)
    counts = {name: part.count() for name, part in parts.items()}
    wanted = request.GET.get("show", "")
    filled = next((name for name in ("coming", "over") if counts[name]), "coming")
    shown = wanted if wanted in parts else filled
    return Chosen(parts[shown], searched, artist, shown, counts)


def _called(rows: CampaignQuerySet, *, searched: str) -> list[int]:
    """By words of title and artist, or by the address."""
    names = rows.values_list("pk", "release__title", "release__artist__name", "slug").order_by()
    return [
        pk
        for pk, title, artist, slug in names
        if is_called(f"{title} {artist}", searched=searched) or searched.lower() in slug
    ]


def _parts(rows: CampaignQuerySet, *, now: datetime) -> dict[str, CampaignQuerySet]:
    # Somewhere it is still yesterday; a release night belongs to what is coming.
    since = (now - timedelta(days=2)).date()
    is_coming = Q(release__release_date__gte=since, ended_at__isnull=True)
    listed = rows.with_release().listed()
    return {
        "coming": listed.filter(is_coming).order_by("release__release_date", "slug"),
        "over": listed.exclude(is_coming).order_by("-release__release_date", "slug"),
        "archive": rows.with_release()
        .filter(archived_at__isnull=False)
        .order_by("-release__release_date", "slug"),
    }


def _missing(campaign: Campaign, *, state: CampaignState, dead: Container[int]) -> str:
    """Of one that is to come: nothing says which release it is, or a link leads nowhere."""
    release = campaign.release
    if state in (CampaignState.RELEASED, CampaignState.ENDED):
        return ""
    if not (release.upc or release.isrc or release.named_at()):
        return "no link or code yet"
    return "a link leads nowhere" if campaign.pk in dead else ""


def _lines(page: "Page[Any]", *, seat: Seat, has_headings: bool) -> list[Line]:
    campaigns: list[Campaign] = list(page.object_list)
    numbers = overview_of(campaigns)
    dead = set(
        LinkCheck.objects.dead().filter(campaign__in=campaigns).values_list("campaign", flat=True)
    )
    states = standing_states(campaigns, now=seat.now)
    lines, before = [], ""
    for campaign, state in zip(campaigns, states, strict=True):
        days = read_runway(campaign.release.release_date, today=seat.now.date()).days
        heading = heading_of(campaign, state=state, days=days) if has_headings else ""
        lines.append(
            Line(
                campaign=campaign,
                missing=_missing(campaign, state=state, dead=dead),
                state=met_state(state, may_publish=may_be_public()),
                days=days,
                numbers=numbers[campaign.pk],
                heading=heading if heading != before else "",
                can_save=can_save(),
            )
        )
        before = heading
    return lines


def heading_of(campaign: Campaign, *, state: CampaignState, days: int) -> str:
    """What is under way, then what comes next, then months."""
    if state in (CampaignState.RELEASED, CampaignState.ENDED) or days < -1 or days > _SOON_DAYS:
        return f"{campaign.release.release_date:%B %Y}"
    if state == CampaignState.RELEASING or days <= 1:
        return "Tonight"
    return "In the next seven days"
