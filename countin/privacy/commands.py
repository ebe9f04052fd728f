"""`countin fans export` and `countin fans erase`."""

import sys

import click

from countin import clock
from countin.campaigns.models import Artist, Campaign
from countin.fans.keys import fan_of_key
from countin.fans.models import Fan
from countin.privacy.campaign_fans import FAN_COLUMNS, fan_rows
from countin.privacy.erasing import erase_fan
from countin.privacy.list_members import MEMBER_COLUMNS, list_rows
from countin.workspaces.spreadsheets import csv_lines


@click.command("export")
@click.argument("slug", default="")
@click.option("--artist", "handle", default="", help="Instead: whoever is on an artist's list.")
def export_fans(slug: str, handle: str) -> None:
    """Write the promises and reminders of the campaign SLUG as CSV, or an artist's e-mail list,
    each with the words agreed to."""
    if bool(slug) == bool(handle):
        raise click.UsageError("Give either a campaign's slug or --artist.")
    if handle:
        sys.stdout.writelines(csv_lines(MEMBER_COLUMNS, rows=list_rows(_find_artist(handle))))
        return
    campaign = Campaign.objects.filter(slug=slug).first()
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. `countin campaign list` shows those that are there."
        )
    sys.stdout.writelines(csv_lines(FAN_COLUMNS, rows=fan_rows(campaign)))


def _find_artist(handle: str) -> Artist:
    artist = Artist.objects.filter(handle=handle.removeprefix("@")).order_by("pk").first()
    if artist is None:
        raise click.ClickException(
            f"There is no artist {handle!r}. See who is there: countin artist list"
        )
    return artist


@click.command("erase")
@click.option("--token", default="", help="The last part of the address of the fan's own page.")
@click.option("--email", default="", help="The address that the fan gave.")
def erase_fans(token: str, email: str) -> None:
    """Withdraw, shred and delete everything about a fan."""
    if bool(token) == bool(email):
        raise click.UsageError("Give either --token or --email.")
    fans = _fans_of_token(token) if token else _fans_of_address(email)
    if not fans:
        raise click.ClickException(
            "Nobody is held under that. Ask the fan for the address of their own page "
            "(it begins with /me/) or for the e-mail address they gave."
        )
    for fan in fans:
        click.echo(erase_fan(fan, now=clock.now()).words)


def _fans_of_token(token: str) -> list[Fan]:
    fan = fan_of_key(token.rstrip("/").rpartition("/")[2])
    return [fan] if fan else []


def _fans_of_address(address: str) -> list[Fan]:
    # One mailbox may stand behind several browsers: all of them are the same person's.
    return list(Fan.objects.filter(email__address__iexact=address.strip()))


COMMANDS: tuple[click.Command, ...] = (export_fans, erase_fans)
