"""What a person holds back until each fan confirms. Who held it, the workspace's log says."""

from __future__ import annotations

from django.db import models

from countin.campaigns.models import Campaign


class Hold(models.Model):
    """A group of promises, held back by a person's decision; released by another one."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    described = models.CharField(max_length=300)  # the group, as the audit put it
    because = models.CharField(max_length=300)  # in the words of whoever held it
    held_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "presaves"

    def __str__(self) -> str:
        return f"hold {self.pk}"


class HeldPreSave(models.Model):
    """One promise of a hold. Whoever confirms is held back no second time."""

    hold = models.ForeignKey(Hold, on_delete=models.CASCADE, related_name="rows")
    presave = models.ForeignKey("presaves.PreSave", on_delete=models.CASCADE, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        app_label = "presaves"
        constraints = [
            models.UniqueConstraint(fields=["hold", "presave"], name="one_row_a_held_presave")
        ]

    def __str__(self) -> str:
        return f"held pre-save {self.pk}"
