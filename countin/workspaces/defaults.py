"""The one workspace of an installation that nobody has divided yet."""

from datetime import datetime

from countin.workspaces.models import Workspace


class NoWorkspace(Exception):
    """Nobody made one of this slug."""


def workspace_named(slug: str, *, now: datetime) -> Workspace:
    """By its slug; the default one for an empty text. Raises NoWorkspace."""
    if not slug:
        return default_workspace(now=now)
    found = Workspace.objects.filter(slug=slug).first()
    if found is None:
        raise NoWorkspace(
            f"There is no workspace {slug!r}. See what there is: countin workspace list"
        )
    return found


def default_workspace(*, now: datetime) -> Workspace:
    """The workspace that campaign files and fans belong to; made on first use."""
    workspace, _created = Workspace.objects.get_or_create(
        slug="default", defaults={"name": "Default", "created_at": now}
    )
    return workspace
