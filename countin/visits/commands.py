"""`countin campaign link`. A door: it reads the clock, calls, and prints."""

import json

import click
from django.conf import settings

from countin import clock
from countin.campaigns.models import Campaign, Channel
from countin.campaigns.standing import find_standing
from countin.visits.arriving import UTM_WORDS, Utm, read_utm
from countin.visits.links import channel_link, readable_address, share_address


@click.command("link")
@click.argument("slug")
@click.option("--channel", "name", required=True, help="One of the campaign's channels.")
@click.option("--utm-source", default="", help="Counted beside the channel, e.g. instagram.")
@click.option("--utm-medium", default="", help="For example: story.")
@click.option("--utm-campaign", default="", help="For example: announcement.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def print_link(
    slug: str,
    name: str,
    utm_source: str,
    utm_medium: str,
    utm_campaign: str,
    as_json: bool,  # noqa: FBT001  # click passes by name
) -> None:
    """Print a channel's tracked addresses: the short one, and the readable one."""
    channel = _find_channel(slug, name=name)
    utm = _read_words(Utm(utm_source, utm_medium, utm_campaign))
    link = channel_link(channel, utm=utm, now=clock.now())
    short = share_address(link, short_url=settings.SHORT_URL)
    readable = readable_address(link, base_url=settings.BASE_URL)
    if as_json:
        told = {"slug": slug, "channel": name, "short": short, "url": readable}
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(f"{short}\n{readable}")


COMMANDS: tuple[click.Command, ...] = (print_link,)


def _find_channel(slug: str, *, name: str) -> Channel:
    campaign = find_standing(slug)
    if campaign is None:
        raise click.ClickException(
            f"There is no campaign {slug!r}. See what there is: countin campaign list"
        )
    channels = {channel.name: channel for channel in _channels(campaign)}
    if name in channels:
        return channels[name]
    known = f" It has: {', '.join(channels)}." if channels else ""
    raise click.ClickException(
        f"The campaign {slug!r} has no channel {name!r}.{known} Write it into the campaign's file "
        "under channels, apply the file, and ask again."
    )


def _channels(campaign: Campaign) -> list[Channel]:
    return list(Channel.objects.filter(campaign=campaign).order_by("name"))


def _read_words(given: Utm) -> Utm:
    words = read_utm(dict(zip(UTM_WORDS, given, strict=True)))
    if words != given:
        raise click.ClickException(
            "The utm words may have 64 printable characters each, and no space around them."
        )
    return words
