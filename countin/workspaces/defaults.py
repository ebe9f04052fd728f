"""The one workspace of an installation that nobody has divided yet."""

from datetime import datetime

from countin.workspaces.models import Workspace


def default_workspace(*, now: datetime) -> Workspace:
    """The workspace that campaign files and fans belong to; made on first use."""
    workspace, _created = Workspace.objects.get_or_create(
        slug="default", defaults={"name": "Default", "created_at": now}
    )
    return workspace
