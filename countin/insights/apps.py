"""Django's hook: triggers are made with the tables, and step aside while SQLite's are changed."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class InsightsConfig(AppConfig):
    """The room, as Django knows it."""

    name = "countin.insights"

    def ready(self) -> None:
        """Django tells before and after it changed tables; nothing else is heard of here."""
        pre_migrate.connect(_before, sender=self)
        post_migrate.connect(_after, sender=self)


def _before(*, plan: Any = (), **_told: Any) -> None:
    from django.db import connection  # noqa: PLC0415 - apps are loaded before databases

    from countin.insights.rolling.keeping import drop_triggers  # noqa: PLC0415 - before models

    if plan and connection.vendor == "sqlite":
        drop_triggers()


def _after(**_told: Any) -> None:
    from countin.insights.rolling.keeping import keep_tallies  # noqa: PLC0415 - before models

    keep_tallies()
