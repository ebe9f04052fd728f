"""An artist's page at a handle that somebody chose: made there, or changed."""

from datetime import datetime
from typing import Final

from django.db import transaction

from countin.campaigns.artist_pages.applying import AppliedArtist, bring_artist, hide_artist
from countin.campaigns.artist_pages.reading import ArtistFile
from countin.campaigns.artists import conflicting_ids, drop_ids, is_same_artist
from countin.campaigns.findings import BadCampaignFile, Finding
from countin.campaigns.models import Artist
from countin.campaigns.slugs import is_slug
from countin.workspaces.models import Workspace

_FORM: Final = "A handle has small letters, digits and hyphens, at most 63."


def place_artist_page(
    file: ArtistFile, *, handle: str, workspace: Workspace, is_open: bool | None, now: datetime
) -> AppliedArtist:
    """Create or change the artist at this handle. `is_open`: whether the page is public before
    any campaign; None leaves it as it is. Until the first campaign, the file says all ids; from
    then on those that stand stay, so that no fan follows somebody else. Raises BadCampaignFile,
    with nothing written: for a handle that others have here, for an artist who is here under
    another, for another id."""
    known = Artist.objects.filter(workspace=workspace, handle=handle)
    standing = known.first() if is_slug(handle) else None
    if finding := _judge(file, handle=handle, standing=standing, workspace=workspace):
        raise BadCampaignFile([finding])
    with transaction.atomic():
        artist = standing or Artist.objects.create(
            workspace=workspace, name=file.artist.name, handle=handle
        )
        dropped = () if artist.releases.exists() else drop_ids(artist, entry=file.artist)
        changed = (*dropped, *bring_artist(artist, file=file, publish=bool(is_open), now=now))
        if is_open is False and hide_artist(artist):
            changed = (*changed, "hidden")
    return AppliedArtist(artist, created=standing is None, changed=changed if standing else ())


def handle_is_free(handle: str) -> bool:
    """Nobody has it on this installation: their pages would stand at one address."""
    return not Artist.objects.filter(handle=handle).exists()


def _judge(
    file: ArtistFile, *, handle: str, standing: Artist | None, workspace: Workspace
) -> Finding | None:
    if standing is not None:
        return _judge_ids(file, artist=standing)
    if not is_slug(handle):
        return Finding(None, f"{handle!r} is no handle.", _FORM)
    if not handle_is_free(handle):
        return Finding(None, f"@{handle} is taken.", "Choose another handle.")
    own = Artist.objects.filter(workspace=workspace).prefetch_related("service_ids")
    for artist in own.order_by("pk"):
        if is_same_artist(artist, entry=file.artist):
            what = f"{artist.name} is here already, as @{artist.handle}."
            return Finding(None, what, "Change their page instead.")
    return None


def _judge_ids(file: ArtistFile, *, artist: Artist) -> Finding | None:
    others = conflicting_ids(artist, entry=file.artist)
    if not others or not artist.releases.exists():
        return None
    line = file.lines.get(f"artist.{others[0]}")
    what = f"{artist.name} has another link at `{others[0]}`, and fans agreed to follow that one."
    return Finding(line, what, "Leave it; who is somebody else is another artist.")
