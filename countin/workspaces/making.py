"""Making workspaces, and what they are called."""

from datetime import datetime
from itertools import count
from typing import Final

from django.utils.text import slugify

from countin.workspaces.models import Organizer, Role, Workspace
from countin.workspaces.organizers import give_role

LONGEST_NAME: Final = 200
_LONGEST_STEM: Final = 50
_UNNAMED: Final = ("default", "Default")


def make_workspace(name: str, *, owner: Organizer, now: datetime) -> Workspace:
    """Ground of its own, with an owner. Its slug is made of the name and stays. Call inside a
    transaction."""
    workspace = Workspace.objects.create(name=name, slug=_free_slug(name), created_at=now)
    give_role(owner, workspace=workspace, role=Role.OWNER, now=now)
    return workspace


def rename_workspace(workspace: Workspace, *, name: str) -> bool:
    """Its addresses stay. False where it is called so already."""
    changed = Workspace.objects.filter(pk=workspace.pk).exclude(name=name).update(name=name)
    workspace.name = name
    return changed == 1


def called(workspace: Workspace, *, otherwise: str) -> str:
    """As people know it; `otherwise` for the first one while nobody has named it."""
    is_unnamed = (workspace.slug, workspace.name) == _UNNAMED
    return otherwise if is_unnamed else workspace.name


def _free_slug(name: str) -> str:
    stem = slugify(name)[:_LONGEST_STEM].strip("-_") or "workspace"
    taken = set(Workspace.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    tries = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in tries if slug not in taken)
