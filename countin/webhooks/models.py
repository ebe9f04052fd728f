"""Endpoints, what they are told, and what came of telling."""

from django.db import models

from countin.campaigns.models import Campaign
from countin.messaging.models import Outgoing
from countin.workspaces.models import Workspace


class EventKind(models.TextChoices):
    """What an event is about; the name is the `type` that is sent."""

    PROMISED = "presave.promised"
    WITHDRAWN = "presave.withdrawn"
    SAVED = "presave.saved"
    FAILED = "presave.failed"
    NEEDS_FAN = "presave.needs_fan"
    WAVE_DONE = "wave.done"
    RELEASED = "campaign.released"
    SENT = "announcement.sent"
    ANNOUNCED = "announcement.done"
    TEST = "webhook.test"


class Endpoint(models.Model):
    """An address of a program that wants to be told. Its secret is sealed; the worker alone
    opens it."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    url = models.CharField(max_length=500)
    kinds = models.CharField(max_length=300)  # of EventKind, separated by spaces
    sealed = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return f"endpoint {self.pk}"

    def wants(self, kind: str) -> bool:
        """It asked for this kind; a test is for everybody."""
        return kind == EventKind.TEST or kind in self.kinds.split()


class Event(models.Model):
    """Something that happened in a workspace, as it is sent. Kept for thirty days."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, null=True, related_name="+")
    kind = models.CharField(max_length=20, choices=EventKind.choices)
    # What happens once is told once: the wave, the campaign. Empty for what happens again.
    subject = models.CharField(max_length=60, blank=True)
    data = models.JSONField()
    happened_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject"],
                condition=~models.Q(subject=""),
                name="one_event_a_subject",
            )
        ]
        indexes = [models.Index(fields=["happened_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def message_id(self) -> str:
        """The same for every try. With its moment: a restored database gives numbers again that
        receivers know already, and they drop what they know."""
        return f"msg_{self.pk}_{self.happened_at.timestamp() * 1000:.0f}"


class Delivery(Outgoing):
    """An event on its way to an endpoint, and the log of what came of it."""

    endpoint = models.ForeignKey(Endpoint, on_delete=models.CASCADE, related_name="deliveries")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+")
    status = models.PositiveSmallIntegerField(null=True)  # of the last answer
    tried_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="one_delivery_an_endpoint")
        ]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"delivery {self.pk}"
