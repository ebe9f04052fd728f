"""What programs show to be let in: tokens with scopes and an end, kept as hashes; and answers
kept for a day, so that whoever asks for the same change again gets the same answer."""

from django.db import models


class ApiToken(models.Model):
    """Its text is shown once and stored nowhere."""

    workspace = models.ForeignKey(
        "workspaces.Workspace", on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.CharField(max_length=100)  # separated by spaces
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_on = models.DateField(null=True)  # the day of its last use, in UTC

    def __str__(self) -> str:
        return self.name

    def allows(self, scope: str) -> bool:
        """It was made for this."""
        return scope in self.scopes.split()


class GivenAnswer(models.Model):
    """What a change was answered with, under the key that the asker chose. Without `status`: it
    is being made."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    asked_hash = models.CharField(max_length=64)  # of method, path and body
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key_hash"], name="one_answer_a_key")
        ]
        indexes = [models.Index(fields=["given_at"])]

    def __str__(self) -> str:
        return f"{self.status or 'under way'} {self.given_at:%Y-%m-%d %H:%M:%S}"
