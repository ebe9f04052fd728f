"""The artist of most tests."""

from countin.campaigns.models import Artist, ArtistId
from countin.workspaces.models import Workspace


def make_artist(workspace: Workspace, *, handle: str = "the-held-notes", **ids: str) -> Artist:
    """The Held Notes, with an id at each service that is named."""
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle=handle)
    ArtistId.objects.bulk_create(
        ArtistId(artist=artist, provider=provider, external_id=external_id)
        for provider, external_id in ids.items()
    )
    return artist
