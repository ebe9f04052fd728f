"""One row for each account of ours at a service."""

from __future__ import annotations

from django.db import models

from countin.providers.contract import Provider


class ProviderAccountQuerySet(models.QuerySet["ProviderAccount"]):
    """Which account."""

    def of(self, provider: Provider) -> ProviderAccountQuerySet:
        """The row of the account that this provider speaks for, if there is one yet."""
        return self.filter(provider=provider.name, client_id=provider.client_id)


class ProviderAccount(models.Model):
    """Our app at a service: its cooldown, its pause and the budget it seems to have."""

    provider = models.CharField(max_length=40)
    client_id = models.CharField(max_length=200)
    blocked_until = models.DateTimeField(null=True)
    blocked_because = models.CharField(max_length=60, blank=True)
    paused_at = models.DateTimeField(null=True)
    paused_because = models.TextField(blank=True)
    asking_at = models.DateTimeField(null=True)  # a worker was asking; empty: it came to its end
    probed_at = models.DateTimeField(null=True)  # a paused service was last tried again
    day = models.DateField(null=True)  # in UTC, to which `leased` belongs
    leased = models.IntegerField(default=0)  # calls of that day, sent or about to be
    # A window lies between two silences. Calls of this one that are sent or about to be, and
    # how many went through in the one before; empty: the service has refused none yet.
    window = models.BigIntegerField(default=0)  # its number
    window_calls = models.IntegerField(default=0)
    window_size = models.IntegerField(null=True)

    objects = ProviderAccountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "client_id"], name="one_account_row")
        ]

    def __str__(self) -> str:
        return self.provider
