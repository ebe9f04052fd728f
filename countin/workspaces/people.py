"""Who may do what in which workspace: organizers, their roles, and the link that lets them in."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Role(models.TextChoices):
    """From the least to the most."""

    ANALYST = "analyst"  # reads counts; sees no fan
    MANAGER = "manager"  # makes campaigns; sees fans as far as their consent goes
    OWNER = "owner"  # besides, says who belongs here, and reads the log

    def allows(self, least: "Role") -> bool:
        """Somebody with this role may do what asks for `least`."""
        order = list(Role)
        return order.index(self) >= order.index(least)


class OrganizerManager(BaseUserManager["Organizer"]):
    """Addresses are the same in capitals and small letters."""

    def get_by_natural_key(self, username: str | None) -> "Organizer":
        """By e-mail address."""
        return self.get(email__iexact=username)


class Organizer(AbstractBaseUser):
    """Somebody who signs in to the studio. Without a password they come by passkey or link."""

    email = models.EmailField(unique=True)  # in small letters
    created_at = models.DateTimeField()
    is_active = models.BooleanField(default=True)

    objects = OrganizerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.email


class Membership(models.Model):
    """An organizer's role in one workspace."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.CASCADE, related_name="memberships"
    )
    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role.choices)
    joined_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workspace", "organizer"], name="one_role_a_workspace")
        ]

    def __str__(self) -> str:
        return f"{self.organizer_id} {self.role}"


class EntryLink(models.Model):
    """A link that signs an organizer in once. Only its hash is kept."""

    organizer = models.ForeignKey(Organizer, on_delete=models.CASCADE, related_name="entry_links")
    key_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"entry link {self.pk}"


class AuditLogClosed(Exception):
    """The log is only ever added to."""


class AuditQuerySet(models.QuerySet["AuditEntry"]):
    """Reads, and nothing else."""

    def update(self, **_values: Any) -> int:
        """Raises AuditLogClosed."""
        raise AuditLogClosed("An entry of the audit log is never changed: write another one.")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Raises AuditLogClosed."""
        raise AuditLogClosed("An entry of the audit log is never deleted.")


class AuditEntry(models.Model):
    """Who did what, when, from where. Never changed and never deleted."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.PROTECT, related_name="+"
    )
    who = models.CharField(max_length=254)  # the address of an organizer, or "command line"
    what = models.CharField(max_length=40)
    subject = models.CharField(max_length=254, blank=True)  # a slug, an address
    detail = models.CharField(max_length=500, blank=True)
    from_address = models.CharField(max_length=45, blank=True)
    happened_at = models.DateTimeField()

    objects = AuditQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["workspace", "id"])]

    def __str__(self) -> str:
        return f"{self.who} {self.what} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only once. Raises AuditLogClosed."""
        if not self._state.adding:
            raise AuditLogClosed("An entry of the audit log is never changed: write another one.")
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises AuditLogClosed."""
        raise AuditLogClosed("An entry of the audit log is never deleted.")
