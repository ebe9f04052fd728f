"""Fans, their keys, addresses, connections, grants and consents; the vault's old keys."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from countin.workspaces.models import Workspace


class Fan(models.Model):
    """A person as we know them: what their browser said, nothing more. Erased: the row goes."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()
    language = models.CharField(max_length=10, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)
    territory = models.CharField(max_length=2, blank=True)

    def __str__(self) -> str:
        return f"fan {self.pk}"


class FanKey(models.Model):
    """A key to `/me/TOKEN`, stored as its SHA-256. A fan may hold several."""

    fan = models.ForeignKey(Fan, on_delete=models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"key {self.pk}"


class EmailAddress(models.Model):
    """The one table that holds an address in clear. One address a fan."""

    fan = models.OneToOneField(Fan, on_delete=models.CASCADE, related_name="email")
    address = models.EmailField(max_length=254, db_index=True)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"address {self.pk}"


class Consent(models.Model):
    """The exact words agreed to. What for, says the row that points here."""

    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="consents")
    words = models.TextField()
    words_version = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"consent {self.pk}"


class Connection(models.Model):
    """A fan's account at a service, recognized by a keyed hash of its id."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    fan = models.ForeignKey(Fan, on_delete=models.CASCADE, related_name="connections")
    provider = models.CharField(max_length=40)
    account_hash = models.CharField(max_length=64)
    market = models.CharField(max_length=2, blank=True)  # as the service says (storefront)
    connected_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workspace", "provider", "account_hash"], name="one_connection"
            )
        ]

    def __str__(self) -> str:
        return f"connection {self.pk}"


class GrantQuerySet(models.QuerySet["Grant"]):
    """Choosing grants."""

    def live(self) -> GrantQuerySet:
        """Still sealed."""
        return self.filter(shredded_at__isnull=True)


class Grant(models.Model):
    """What a fan allowed, sealed. At most one live row a connection."""

    connection = models.ForeignKey(Connection, on_delete=models.CASCADE, related_name="grants")
    client_id = models.CharField(max_length=200)
    scopes = models.CharField(max_length=300)
    allows_save = models.BooleanField(default=False)
    allows_follow = models.BooleanField(default=False)
    sealed = models.BinaryField(null=True)
    authorized_at = models.DateTimeField()
    usable_until = models.DateTimeField()
    refused_at = models.DateTimeField(null=True)  # the service said dead, once
    claim_number = models.PositiveIntegerField(default=0)
    claimed_until = models.DateTimeField(null=True)
    # Got ahead of its moment (fans.ahead): sealed likewise, good for one claim, an hour at most.
    access_sealed = models.BinaryField(null=True)
    access_until = models.DateTimeField(null=True)
    shredded_at = models.DateTimeField(null=True)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connection"],
                condition=models.Q(shredded_at__isnull=True),
                name="one_live_grant",
            )
        ]
        indexes = [
            models.Index(
                fields=["usable_until"],
                condition=models.Q(shredded_at__isnull=True),
                name="live_grant_by_end",
            ),
            models.Index(
                fields=["access_until"],
                condition=models.Q(access_until__isnull=False),
                name="grant_with_access",
            ),
        ]

    def __str__(self) -> str:
        return f"grant {self.pk}"

    @property
    def provider(self) -> str:
        """The service that it was given at."""
        return self.connection.provider

    def is_usable(self, now: datetime) -> bool:
        """Sealed still, and younger than the service lets a grant become."""
        return self.sealed is not None and now < self.usable_until


class RetiredKey(models.Model):
    """A key of the vault that seals no more: whoever still does is found here. The key itself
    stands in files or settings alone."""

    key = models.CharField(max_length=8, unique=True, help_text="Its id, eight hex digits.")
    retired_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, help_text="When a page last sealed under it.")
    closed_at = models.DateTimeField(null=True, help_text="Nothing is sealed under it since.")

    def __str__(self) -> str:
        return self.key
