"""Everything that a campaign's page holds besides artist, title and day: codes and links, where it
can be ordered, tracks, what is to be heard and seen. What a campaign file says, at a desk."""

from contextlib import suppress
from datetime import UTC
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from countin.campaigns.codes import LATER
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Campaign, Timing
from countin.campaigns.spelling import spell_campaign
from countin.providers.contract import Refused
from countin.studio.home import seat_context
from countin.studio.making.applying import apply_document
from countin.studio.making.content_forms import DROPS, ContentsForm
from countin.studio.making.content_lines import Place, spell_link, spell_track
from countin.studio.making.publishing import preview_address, trial_address
from countin.studio.seats import Seat, in_campaign
from countin.workspaces.models import Role

_RECORDINGS = ("clip", "video", "captions")


@require_http_methods(["GET", "HEAD", "POST"])
@in_campaign(Role.MANAGER)
def change_contents(request: HttpRequest, *, seat: Seat, campaign: Campaign) -> HttpResponse:
    """The form, and what came of it. Judged like a campaign file."""
    standing = standing_of(campaign)
    if request.method != "POST":
        form = ContentsForm(initial=_initial(campaign, standing=standing), standing=standing)
        return _show(request, form=form, seat=seat, campaign=campaign)
    form = ContentsForm(request.POST, request.FILES, standing=standing)
    if not _apply(request, form, seat=seat, campaign=campaign):
        return _show(request, form=form, seat=seat, campaign=campaign, status=422)
    return redirect("studio_contents", slug=campaign.slug)


def standing_of(campaign: Campaign) -> dict[str, Any]:
    """What the campaign's file says now, with the lines that say it."""
    document = spell_campaign(campaign)
    return {
        "document": document,
        "places": _places(document["release"]),
        "preorder": document.get("preorder", []),
        "tracks": document["release"].get("tracks", []),
    }


def _places(release: dict[str, Any]) -> dict[str, Place]:
    """By the address that is shown of it."""
    places: dict[str, Place] = {}
    for name, provider in settings.PROVIDERS.items():
        if value := release.get(name):
            address = value
            with suppress(Refused):
                address = provider.release_address(value, market="")
            places[address] = ("id", name, value)
    for name, url in release.get("links", {}).items():
        places[url] = ("link", name, url)
    return places


def _initial(campaign: Campaign, *, standing: dict[str, Any]) -> dict[str, Any]:
    document, release = standing["document"], campaign.release
    moment = release.release_at or release.first_moment
    return {
        "upc": release.upc,
        "isrc": release.isrc,
        "services": "\n".join(standing["places"]),
        "preorder": "\n".join(map(spell_link, standing["preorder"])),
        "tracks": "\n".join(map(spell_track, standing["tracks"])),
        "follow_when": campaign.follow_when,
        "timing": release.timing,
        "at": moment.astimezone(UTC).replace(tzinfo=None),
        **{f"native_{name}": url for name, url in document.get("native", {}).items()},
        **{f"pixel_{name}": text for name, text in campaign.pixels.items()},
    }


def _document(form: ContentsForm, *, campaign: Campaign) -> dict[str, Any]:
    given, standing = form.cleaned_data, form.standing["document"]
    release = {key: standing["release"][key] for key in ("title", "kind")}
    links = {name: value for kind, name, value in given["services"] if kind == "link"}
    codes = {key: given[key] for key in ("upc", "isrc") if given[key]}
    codes |= {name: value for kind, name, value in given["services"] if kind == "id"}
    release |= codes or {"upc": LATER}
    release |= _schedule(form, standing=standing["release"], campaign=campaign)
    return {
        **standing,
        "release": {**release, "tracks": given["tracks"], "links": links},
        "preorder": given["preorder"],
        "native": form.group("native"),
        "pixels": form.group("pixel"),
        "follow_when": given["follow_when"],
    }


def _schedule(
    form: ContentsForm, *, standing: dict[str, Any], campaign: Campaign
) -> dict[str, Any]:
    """One moment, or the day that stands, from midnight wherever a fan is."""
    if form.cleaned_data["timing"] != Timing.GLOBAL:
        day = campaign.release.release_date.isoformat()
        return {"timing": Timing.LOCAL.value, "date": day}
    if standing["timing"] == Timing.GLOBAL and standing["at"][:16] == form.moment[:16]:
        return {"timing": standing["timing"], "at": standing["at"]}  # with its seconds
    return {"timing": Timing.GLOBAL.value, "at": form.moment}


def _lost(form: ContentsForm) -> list[str]:
    """Services whose link was taken away. A pinned one stays, since promises lean on it."""
    before = {name for kind, name, _value in form.standing["places"].values() if kind == "id"}
    kept = {name for _kind, name, _value in form.cleaned_data["services"]}
    return [settings.PROVIDERS[name].words.name for name in sorted(before - kept)]


def _apply(request: HttpRequest, form: ContentsForm, *, seat: Seat, campaign: Campaign) -> bool:
    """False where something is to be mended; the form says what."""
    if not form.is_valid():
        return False
    if lost := _lost(form):
        form.add_error(
            "services",
            f"The link at {', '.join(lost)} stays until another takes its place: promises are kept "
            "by it. Paste the right one instead.",
        )
        return False
    given = form.cleaned_data
    try:
        applied = apply_document(
            _document(form, campaign=campaign),
            seat=seat,
            publish=False,
            recordings={key: given[key] for key in _RECORDINGS if given[key]},
            drops=form.drops(),
        )
    except BadCampaignFile as bad:
        for finding in bad.findings:
            form.add_error(None, f"{finding.what} {finding.mend}")
        return False
    messages.success(request, " ".join(("Kept.", *applied.notes)))
    return True


def _show(
    request: HttpRequest, *, form: ContentsForm, seat: Seat, campaign: Campaign, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "campaign": campaign,
        "native": [form[name] for name in form.fields if name.startswith("native_")],
        "pixels": [form[name] for name in form.fields if name.startswith("pixel_")],
        "drop": {name: form[f"drop_{name}"] for name in DROPS if getattr(campaign.release, name)},
        "preview": preview_address(campaign, seat=seat),
        "trial": trial_address(campaign, seat=seat),
        **seat_context(seat),
    }
    return render(request, "studio/contents.html", context, status=status)
