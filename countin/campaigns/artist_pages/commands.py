"""`countin artist apply | list | hide | domain`. Doors: they read the clock, call, and print."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from django.conf import settings
from django.db.models import Count, Q

from countin import clock
from countin.campaigns.artist_pages.applying import (
    AppliedArtist,
    apply_artist_file,
    hide_artist,
    next_date_of,
)
from countin.campaigns.artist_pages.reading import read_artist_file
from countin.campaigns.codes import BadCode
from countin.campaigns.domains import (
    NO_DOMAIN,
    DomainTaken,
    domain_of,
    home_of,
    read_domain,
    set_domain,
)
from countin.campaigns.findings import BadCampaignFile
from countin.campaigns.models import Artist
from countin.workspaces.controllers import may_publish
from countin.workspaces.defaults import default_workspace

_UNNAMED = (
    "Nobody is named who answers for the fans' data, so the page is not public. Set "
    "COUNTIN_CONTROLLER_NAME, COUNTIN_CONTROLLER_CONTACT and COUNTIN_CONTROLLER_ADDRESS, "
    "then apply the file again."
)
_NO_MAIL = (
    "The page offers no e-mail list, because no mail can be sent from here: set COUNTIN_SMTP_URL."
)


@click.command("apply")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def apply_file(file: Path, *, as_json: bool) -> None:
    """Create or update an artist's page from FILE (YAML or JSON): list, follow links, next date.

    It needs no campaign; later campaigns of the artist stand on the same page.
    """
    try:
        applied = _apply(file)
    except BadCampaignFile as bad:
        lines = "".join(f"\n  {finding}" for finding in bad.findings)
        raise click.ClickException(
            f"{file.name} was refused, and nothing changed: mend it and apply again.{lines}"
        ) from None
    if as_json:
        _print_json({**_row(applied.artist), **_came_of(applied), "notes": _notes()})
        return
    click.echo(f"{applied.artist.handle} – {_in_words(applied)}.")
    click.echo(_address(applied.artist))
    for note in _notes():
        click.echo(note)


@click.command("list")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def list_artists(*, as_json: bool) -> None:
    """List the artists: their pages, and how many campaigns are public."""
    public = Count("releases", filter=Q(releases__campaign__published_at__isnull=False))
    artists = list(Artist.objects.annotate(public=public).order_by("handle"))
    rows = [{**_row(artist), "campaigns": artist.public} for artist in artists]
    if as_json:
        _print_json({"artists": rows})
    elif not rows:
        click.echo("There is no artist yet. Make one: countin artist apply FILE")
    for row in rows if not as_json else []:
        page = row["url"] if row["published"] or row["campaigns"] else "no page"
        click.echo(f"{row['handle']}  {row['name']}  {page}")


@click.command("hide")
@click.argument("handle")
def hide(handle: str) -> None:
    """Take an artist's page back. While a campaign of theirs is public, the page stays for it."""
    artist = _find(handle)
    had_page = hide_artist(artist)
    if artist.releases.filter(campaign__published_at__isnull=False).exists():
        click.echo("It stays, because a campaign of theirs is public.")
    else:
        click.echo("It is gone." if had_page else "There was none.")


@click.command("domain")
@click.argument("handle")
@click.argument("host", required=False)
@click.option("--none", "lets_go", is_flag=True, help="Let go of the domain.")
def domain(handle: str, host: str | None, *, lets_go: bool) -> None:
    """Show the domain of an artist's own, or let HOST be it: their pages stand there, too."""
    artist = _find(handle)
    if lets_go or host:
        try:
            wanted = NO_DOMAIN if lets_go else read_domain(host or "")
            set_domain(artist, host=wanted, own_hosts=settings.OWN_HOSTS, now=clock.now())
        except BadCode as bad:
            raise click.ClickException(str(bad)) from None
        except DomainTaken as taken:
            raise click.ClickException(f"{taken} {taken.mend}") from None
        artist = _find(handle)
    if not domain_of(artist):
        click.echo("It has no domain of its own. Set one: countin artist domain HANDLE HOST")
        return
    base = urlsplit(settings.BASE_URL).hostname
    click.echo(home_of(artist, base_url=settings.BASE_URL))
    click.echo(
        f"Point it here, by a CNAME record to {base} or by the same addresses; the proxy fetches "
        "its certificate at the first visit."
    )


COMMANDS: tuple[click.Command, ...] = (apply_file, list_artists, hide, domain)


def _find(handle: str) -> Artist:
    artist = Artist.objects.filter(handle=handle.removeprefix("@")).order_by("pk").first()
    if artist is None:
        raise click.ClickException(
            f"There is no artist {handle!r}. See who is there: countin artist list"
        )
    return artist


def _apply(path: Path) -> AppliedArtist:
    now = clock.now()
    id_forms = {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
    return apply_artist_file(
        read_artist_file(path, id_forms=id_forms),
        workspace=default_workspace(now=now),
        publish=_may_publish(),
        own_hosts=settings.OWN_HOSTS,
        now=now,
    )


def _may_publish() -> bool:
    return may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK)


def _notes() -> list[str]:
    notes = [] if _may_publish() else [_UNNAMED]
    return notes if settings.MAIL_IS_SET else [*notes, _NO_MAIL]


def _in_words(applied: AppliedArtist) -> str:
    if applied.created:
        return "created"
    return f"updated: {', '.join(applied.changed)}" if applied.changed else "nothing changed"


def _came_of(applied: AppliedArtist) -> dict[str, Any]:
    return {"created": applied.created, "changed": list(applied.changed)}


def _row(artist: Artist) -> dict[str, Any]:
    coming = next_date_of(artist, now=clock.now())
    return {
        "handle": artist.handle,
        "name": artist.name,
        "url": _address(artist),
        "domain": domain_of(artist) or None,
        "published": artist.published_at is not None,
        "next": {"date": coming.day.isoformat(), "what": coming.words, "link": coming.link or None}
        if coming
        else None,
    }


def _address(artist: Artist) -> str:
    return f"{settings.BASE_URL}/@{artist.handle}"


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))
