"""The second of three screens: what was found, to confirm and to complete. The same form changes
a campaign that stands."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from countin.campaigns.codes import BadCode
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Artist, Campaign
from countin.campaigns.recognizing import Pasted, Recognized, Sighted, look_up_pasted, recognize
from countin.campaigns.slugs import suggest_slug
from countin.campaigns.spelling import spell_campaign
from countin.campaigns.targets.gathering import Proposal, gather_open
from countin.campaigns.targets.manners import manners_here
from countin.elsewhere.catalogs import Codes
from countin.studio.alphabet import place_of
from countin.studio.forms import ReleaseForm
from countin.studio.home import seat_context
from countin.studio.making.applying import apply_document
from countin.studio.making.documents import document_of, fields_of, free_slug
from countin.studio.making.links import proposal_lines, take_into
from countin.studio.making.starting import id_forms, readable_again
from countin.studio.seats import Seat, in_campaign, in_workspace
from countin.workspaces.models import Role

_METHODS = ["GET", "HEAD", "POST"]
_NOTHING = Recognized((), (), ())


@dataclass(frozen=True)
class Found:
    """What was pasted, and which of the hits is taken."""

    pasted: Pasted | None
    known: Recognized
    pick: int = 0
    open: tuple[Proposal, ...] = ()  # what open catalogs know, to be ticked

    @property
    def taken(self) -> Sighted | None:
        """The hit that fills the form."""
        hits = self.known.sighted
        return hits[min(self.pick, len(hits) - 1)] if hits else None

    @property
    def service(self) -> str:
        """Whom the hit is from."""
        return settings.PROVIDERS[self.taken.provider].words.name if self.taken else ""

    @property
    def links(self) -> list[tuple[Proposal, str]]:
        """What can be taken besides, each with a sentence about it."""
        shown = {one.provider for one in self.known.sighted}
        further = [one for one in self.open if one.key not in shown]
        return proposal_lines(further, artist=self.taken.hit.artist_name if self.taken else "")

    @property
    def others(self) -> list[tuple[int, Sighted]]:
        """Further hits, by their numbers."""
        return [(at, hit) for at, hit in enumerate(self.known.sighted) if hit != self.taken]


@require_http_methods(_METHODS)
@in_workspace(Role.MANAGER)
def check_new(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Of a campaign that is about to be made. It is a draft afterwards."""
    if request.method == "POST":
        form = ReleaseForm(request.POST, request.FILES)
        if form.is_valid():
            _settle_slug(form)
        taken = request.POST.getlist("take")
        if applied := _apply(form, seat=seat, standing={}, taken=taken):
            return redirect("studio_publish", slug=applied.slug)
        return _show(request, form=form, seat=seat, found=Found(None, _NOTHING), status=422)
    found = _find(request, seat=seat)
    form = ReleaseForm(initial={**_for_artist(request, seat=seat), **_from_found(found)})
    return _show(request, form=form, seat=seat, found=found)


@require_http_methods(_METHODS)
@in_campaign(Role.MANAGER)
def check_again(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Of one that stands. Its address stays, and so does its artist: fans agreed to both."""
    found = Found(None, _NOTHING)
    if request.method != "POST":
        form = ReleaseForm(initial=fields_of(campaign))
        return _show(request, form=form, seat=seat, found=found, campaign=campaign)
    fixed = {"slug": campaign.slug}
    form = ReleaseForm({**request.POST.dict(), **fixed}, request.FILES)
    if applied := _apply(form, seat=seat, standing=spell_campaign(campaign)):
        return _go_back(request, campaign=applied, now=seat.now)
    return _show(request, form=form, seat=seat, found=found, campaign=campaign, status=422)


def _go_back(request: HttpRequest, *, campaign: Campaign, now: datetime) -> HttpResponse:
    """On release day to the room that a wrong code was seen in."""
    if campaign.published_at is None or now < campaign.release.first_moment or campaign.ended_at:
        messages.success(request, "Kept.")
        return redirect("studio_campaign", slug=campaign.slug)
    messages.success(
        request,
        "Kept. The release is looked for anew; what failed for a wrong code or link is tried again "
        "by itself, within a minute or two.",
    )
    return redirect("studio_release", slug=campaign.slug)


def _find(request: HttpRequest, *, seat: Seat) -> Found:
    given = request.GET.get("given", "")
    try:
        pasted = recognize(given, id_forms=id_forms()) if given else None
    except BadCode:
        pasted = None
    if pasted is None:
        return Found(None, _NOTHING)
    known = look_up_pasted(pasted, providers=settings.PROVIDERS, now=seat.now)
    opened = gather_open(
        Codes(**{pasted.key: pasted.value}) if pasted.key in ("upc", "isrc") else Codes(),
        providers=settings.PROVIDERS,
        catalogs=settings.CATALOGS,
        who=manners_here().who,
    )
    pick = request.GET.get("pick", "0")
    number = int(pick) if pick.isdecimal() and len(pick) < 3 else 0
    return Found(pasted, known, pick=number, open=opened.proposals)


def _for_artist(request: HttpRequest, *, seat: Seat) -> dict[str, str]:
    """Whose campaign it will be, where that was chosen before; or the only one's there is."""
    names = Artist.objects.filter(workspace=seat.workspace).order_by("pk")
    if handle := request.GET.get("artist", "").replace("\0", ""):
        names = names.filter(handle=handle)
    known = list(names.values_list("name", flat=True)[:2])
    return {"artist": known[0]} if len(known) == 1 else {}


def _from_found(found: Found) -> dict[str, Any]:
    code = readable_again(found.pasted) if found.pasted else ""
    initial: dict[str, Any] = {"kind": "single", "code": code}
    if found.taken is None:
        return {**initial, **_from_open(found)}
    hit = found.taken.hit
    return {
        **initial,
        "artist": hit.artist_name,
        "title": hit.title,
        "slug": suggest_slug(hit.title),
        "artist_ids": json.dumps(_artist_ids(found)),
    }


def _from_open(found: Found) -> dict[str, Any]:
    """Names alone, of the first that knows the code: its link is ticked or not."""
    if not found.open:
        return {}
    first = found.open[0]
    return {"artist": first.artist, "title": first.title, "slug": suggest_slug(first.title)}


def _artist_ids(found: Found) -> dict[str, str]:
    """Of the services that showed the same release, where each names one artist."""
    ids: dict[str, str] = {}
    for one in found.known.sighted:
        if one.hit.artist_ids and one.hit.artist_name == found.taken.hit.artist_name:  # type: ignore[union-attr]  # asked where one is taken
            ids.setdefault(one.provider, one.hit.artist_ids[0])
    return ids


def _settle_slug(form: ReleaseForm) -> None:
    """One that is free: a taken one would change the campaign that has it."""
    given = form.cleaned_data["slug"]
    slug = free_slug(given or form.cleaned_data["title"])
    if given and slug != given:
        form.add_error("slug", f"`{given}` can't be had. `{slug}` is free.")
    form.cleaned_data["slug"] = slug


def _apply(
    form: ReleaseForm, *, seat: Seat, standing: dict[str, Any], taken: list[str] | None = None
) -> Campaign | None:
    """None where something is to be mended; the form says what."""
    if not form.is_valid():
        return None
    try:
        document = take_into(document_of(form, standing=standing), pairs=taken or [])
        artwork = form.cleaned_data["artwork"]
        return apply_document(document, seat=seat, publish=False, artwork=artwork).campaign
    except BadCode as bad:
        form.add_error("code", str(bad))
    except BadCampaignFile as bad:
        for finding in bad.findings:
            form.add_error(None, f"{finding.what} {finding.mend}")
    return None


def _known_artists(seat: Seat) -> list[str]:
    """To choose from while one types: a name spelled otherwise would be another artist."""
    names = Artist.objects.filter(workspace=seat.workspace).order_by("pk")
    return sorted(names.values_list("name", flat=True), key=place_of)


def _show(
    request: HttpRequest,
    *,
    form: ReleaseForm,
    seat: Seat,
    found: Found,
    campaign: Campaign | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "clock_is_moved": bool(settings.VALUES["COUNTIN_CLOCK_OFFSET_FILE"]),
        "found": found,
        "campaign": campaign,
        "base_url": settings.BASE_URL,
        "known_artists": [] if campaign else _known_artists(seat),
        "taken": request.POST.getlist("take"),
        **seat_context(seat),
    }
    return render(request, "studio/check.html", context, status=status)
