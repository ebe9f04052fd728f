"""Where a campaign's page leads: whether each link answers, and what else was found by its codes.
Nothing is taken until somebody presses the button beside it."""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign
from countin.campaigns.spelling import spell_campaign
from countin.campaigns.targets.checking import check_links, note_targets
from countin.campaigns.targets.gathering import Gathered, Proposal, any_code, gather_links
from countin.campaigns.targets.manners import manners_here
from countin.campaigns.targets.taking import read_pair, with_links
from countin.campaigns.targets.telling import checks_of, new_proposals, proposal_words
from countin.campaigns.targets.words import PROOF, is_dead, look_words
from countin.elsewhere.catalogs import Codes
from countin.studio.home import seat_context
from countin.studio.making.applying import apply_document
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_MOST_TAKEN: Final = 12


@require_safe
@in_campaign(Role.MANAGER)
def show_links(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Asks nobody by itself; `?find=1` looks the release up."""
    note_targets(campaign, providers=settings.PROVIDERS, now=seat.now)
    release = campaign.release
    codes = Codes(upc=release.upc, isrc=release.isrc)
    was_asked = "find" in request.GET
    gathered = _gather(codes, seat=seat) if was_asked else Gathered()
    found = new_proposals(gathered, campaign=campaign, providers=settings.PROVIDERS)
    checks = checks_of(campaign)
    context = {
        "campaign": campaign,
        "links": [(one, look_words(one), is_dead(one)) for one in checks],
        "is_unseen": any(one.looked_at is None for one in checks),
        "proof": PROOF,
        "has_code": any_code(codes),
        "was_asked": was_asked,
        "gathered": gathered,
        "found": proposal_lines(found, artist=release.artist.name),
        **seat_context(seat),
    }
    return render(request, "studio/links.html", context)


@require_POST
@in_campaign(Role.MANAGER)
def look_now(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """Every link once, now."""
    check_links(
        campaign,
        providers=settings.PROVIDERS,
        manners=manners_here(),
        now=seat.now,
    )
    seat.note("links looked at", subject=campaign.slug)
    messages.success(request, "Looked at each link.")
    return redirect("studio_links", slug=campaign.slug)


@require_POST
@in_campaign(Role.MANAGER)
def take_link(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """What somebody said is the release. Judged like any line of a campaign file."""
    document = take_into(spell_campaign(campaign), pairs=request.POST.getlist("take"))
    try:
        apply_document(document, seat=seat, publish=False)
    except BadCampaignFile as bad:
        for finding in bad.findings:
            messages.error(request, f"{finding.what} {finding.mend}")
    else:
        messages.success(request, "Taken. If you keep a campaign file, put it there, too.")
    return redirect("studio_links", slug=campaign.slug)


def proposal_lines(found: Iterable[Proposal], *, artist: str) -> list[tuple[Proposal, str]]:
    """Each with its sentence; without an artist to compare with, what the catalog says."""
    return [(one, proposal_words(one, artist=artist or one.artist)) for one in found]


def take_into(document: dict[str, object], *, pairs: list[str]) -> dict[str, object]:
    """The campaign file with the links that somebody ticked."""
    chosen = [pair for pair in map(read_pair, pairs[:_MOST_TAKEN]) if pair]
    return with_links(document, pairs=chosen, providers=settings.PROVIDERS)


def _gather(codes: Codes, *, seat: Seat) -> Gathered:
    return gather_links(
        codes,
        providers=settings.PROVIDERS,
        catalogs=settings.CATALOGS,
        who=manners_here().who,
        now=seat.now,
    )
