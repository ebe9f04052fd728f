"""A fan nobody knew, and what a browser says of its owner."""

from datetime import datetime

from countin.fans.models import Fan
from countin.workspaces.models import Workspace


def welcome_fan(workspace: Workspace, *, now: datetime) -> Fan:
    """A row for somebody new."""
    return Fan.objects.create(workspace=workspace, created_at=now)


def note_browser(fan: Fan, *, language: str, time_zone: str, territory: str) -> None:
    """Keep the newest that is known; what a browser leaves out takes nothing away."""
    told = {"language": language[:10], "time_zone": time_zone, "territory": territory}
    news = {name: value for name, value in told.items() if value and getattr(fan, name) != value}
    if news:
        Fan.objects.filter(pk=fan.pk).update(**news)
        for name, value in news.items():
            setattr(fan, name, value)
