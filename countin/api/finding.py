"""The campaigns and artists that a request may see: its token's workspace's, and no other's."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from countin.campaigns.models import Artist, Campaign
from countin.workspaces.models import ApiToken, Workspace


def token_of(request: HttpRequest) -> ApiToken:
    """The one that the door let in."""
    token: ApiToken = request.api_token  # type: ignore[attr-defined]  # set by the door
    return token


def workspace_of(request: HttpRequest) -> Workspace:
    """Whose ground it stands on."""
    return token_of(request).workspace


def find_campaign(request: HttpRequest, slug: str) -> Campaign:
    """Raises Http404 for one that is nowhere, and for one that is somebody else's."""
    own = Campaign.objects.with_release().filter(workspace=workspace_of(request))
    return get_object_or_404(own, slug=_storable(slug))


def find_artist(request: HttpRequest, handle: str) -> Artist:
    """The same for an artist, by their handle."""
    own = Artist.objects.select_related("own_domain").filter(workspace=workspace_of(request))
    return get_object_or_404(own, handle=_storable(handle))


def _storable(text: str) -> str:
    # PostgreSQL refuses to compare it, and nothing can be called that.
    if "\0" in text:
        raise Http404
    return text
