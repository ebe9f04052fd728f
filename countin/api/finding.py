"""The campaigns that a request may see: its token's workspace's, and no other's."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from countin.campaigns.models import Campaign
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
    return get_object_or_404(own, slug=slug)
