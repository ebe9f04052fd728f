"""`countin campaign apply | list | guests | pause | resume`. Doors: they read the clock, call,
and print."""

import json
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import transaction
from rich.console import Console

from countin import clock
from countin.campaigns.applying import Applied, prepare_sketch, write_prepared
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.guests import guest_address
from countin.campaigns.models import Campaign
from countin.campaigns.modes import mode_in, offered_providers
from countin.campaigns.pausing import pause_campaign, resume_campaign
from countin.campaigns.printing import (
    applied_as_json,
    list_as_json,
    print_applied,
    print_list,
)
from countin.campaigns.reading import sketch_campaign_file
from countin.campaigns.standing import find_standing
from countin.campaigns.states import met_state, standing_state
from countin.providers.contract import Mode
from countin.workspaces.auditing import COMMAND_LINE, write_audit
from countin.workspaces.controllers import may_publish
from countin.workspaces.defaults import NoWorkspace, workspace_named

_ENCODING = "The video is encoded for the page, unless it was before: about as long as it lasts."
_UNNAMED = (
    "Nobody is named who answers for the fans' data, so no page is public. Set "
    "COUNTIN_CONTROLLER_NAME, COUNTIN_CONTROLLER_CONTACT and COUNTIN_CONTROLLER_ADDRESS, "
    "then apply the file again."
)


@click.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--workspace", default="", help="By its slug. [default: the first one]")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def apply_file(file: Path, workspace: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Create or update a campaign from FILE (YAML or JSON).

    The same file twice changes nothing. A file with anything wrong in it is refused whole.
    """
    now = clock.now()
    try:
        applied = _apply(file, workspace=workspace)
    except NoWorkspace as nowhere:
        raise click.ClickException(str(nowhere)) from None
    except BadCampaignFile as bad:
        raise click.ClickException(_refusal(file, bad=bad)) from None
    if as_json:
        _print_json(applied_as_json(applied, providers=settings.PROVIDERS, now=now))
    else:
        print_applied(applied, providers=settings.PROVIDERS, now=now, console=Console())


@click.command("list")
@click.option("--archived", is_flag=True, help="Those in the archive instead.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_campaigns(archived: bool, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """List the campaigns, the latest release first; without those in the archive."""
    now = clock.now()
    chosen = Campaign.objects.with_release().filter(archived_at__isnull=not archived)
    campaigns = chosen.order_by("-release__release_date", "slug")
    rows = list_as_json(
        list(campaigns), base_url=settings.BASE_URL, may_publish=_may_publish(), now=now
    )
    if as_json:
        _print_json({"campaigns": rows})
    elif rows:
        print_list(rows, console=Console())
    else:
        click.echo("There is no campaign yet. Make one: countin campaign apply FILE")


@click.command("guests")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def show_guests_link(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Print the private link by which the listed accounts of an app in development mode
    connect directly."""
    campaign = _find(slug)
    address = guest_address(campaign, base_url=settings.BASE_URL, secret_key=settings.SECRET_KEY)
    modes = {
        name: mode_in(campaign, provider=provider, is_guest=True)
        for name, provider in offered_providers(campaign, providers=settings.PROVIDERS).items()
    }
    if as_json:
        modes_as_text = {name: mode.value for name, mode in modes.items()}
        _print_json({"slug": campaign.slug, "url": address, "modes": modes_as_text})
        return
    click.echo(address)
    click.echo(_words_for_guests(modes))


@click.command("pause")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def pause(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Hold a campaign up: its page takes nothing more, and no pre-save is made, until you
    resume it. What was promised stays promised; reminders go on."""
    campaign = _find(slug)
    with transaction.atomic():
        if has_changed := pause_campaign(campaign, now=clock.now()):
            _note(campaign, "campaign paused")
    done = "It is paused." if has_changed else "It was paused already."
    _print_standing(
        campaign, words=f"{done} Let it go on: countin campaign resume {slug}", as_json=as_json
    )


@click.command("resume")
@click.argument("slug")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def resume(slug: str, as_json: bool) -> None:  # noqa: FBT001  # click passes by name
    """Let a paused campaign go on. Pre-saves that fell due meanwhile are made now."""
    campaign = _find(slug)
    with transaction.atomic():
        if has_changed := resume_campaign(campaign, now=clock.now()):
            _note(campaign, "campaign resumed")
    done = "It goes on." if has_changed else "It was not paused."
    _print_standing(
        campaign, words=f"{done} Look at it: countin campaign show {slug}", as_json=as_json
    )


COMMANDS: tuple[click.Command, ...] = (
    *(apply_file, list_campaigns, show_guests_link),
    *(pause, resume),
)


def _find(slug: str) -> Campaign:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    return campaign


def _note(campaign: Campaign, what: str, *, detail: str = "") -> None:
    write_audit(
        campaign.workspace,
        who=COMMAND_LINE,
        what=what,
        subject=campaign.slug,
        detail=detail,
        now=clock.now(),
    )


def _print_standing(campaign: Campaign, *, words: str, as_json: bool) -> None:
    state = met_state(standing_state(campaign, now=clock.now()), may_publish=_may_publish()).value
    if as_json:
        _print_json({"slug": campaign.slug, "state": state})
    else:
        click.echo(words)


def _apply(path: Path, *, workspace: str) -> Applied:
    now = clock.now()
    place = workspace_named(workspace, now=now)
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    sketch = sketch_campaign_file(path, id_forms=id_forms)
    if sketch.file and sketch.file.release.video:
        click.echo(_ENCODING, err=True)
    prepared = prepare_sketch(
        sketch,
        workspace=place,
        providers=settings.PROVIDERS,
        media_root=Path(settings.MEDIA_ROOT),
        now=now,
    )
    with transaction.atomic():
        applied = write_prepared(
            prepared,
            workspace=place,
            base_url=settings.BASE_URL,
            publish=_may_publish(),
            now=now,
        )
        if applied.created:
            _note(applied.campaign, "campaign created")
        elif applied.changed:
            _note(applied.campaign, "campaign changed", detail=", ".join(applied.changed))
    return applied if _may_publish() else applied.with_note(_UNNAMED)


def _may_publish() -> bool:
    return may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)


def _refusal(path: Path, *, bad: BadCampaignFile) -> str:
    count = len(bad.findings)
    lines = "".join(f"\n  {finding}" for finding in bad.findings)
    places = "one place" if count == 1 else f"{count} places"
    return f"{path.name} was refused, and nothing changed: mend {places} and apply again.{lines}"


def _words_for_guests(modes: dict[str, Mode]) -> str:
    direct = [
        settings.PROVIDERS[name].words.name for name, mode in modes.items() if mode == Mode.DIRECT
    ]
    if not direct:
        return "Guests are reminded like everybody: no key is set that would let them connect."
    return (
        f"Keep it private. Guests connect directly at {' and '.join(direct)}; an app in "
        "development mode lets in only the accounts that you listed in its dashboard."
    )


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
