"""What people said about the plan of a campaign. Its days are counted from the release date, and
stand nowhere."""

from django.db import models


class Plan(models.Model):
    """One campaign's plan: what its artist does otherwise, and who may read it as a calendar."""

    campaign = models.OneToOneField(
        "campaigns.Campaign", on_delete=models.CASCADE, related_name="plan"
    )
    distributor = models.CharField(max_length=60, blank=True)  # as the organizer wrote it
    job = models.CharField(max_length=200, blank=True)  # what the release is for, in a sentence
    template = models.JSONField(default=dict)  # planning.templates.Template as a document
    feed_hash = models.CharField(max_length=64, null=True, unique=True)  # of the feed's key
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"plan of {self.campaign_id}"


class PlanNote(models.Model):
    """What was noted about one task of a plan."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="notes")
    task = models.CharField(max_length=40)  # the name of the row
    done_at = models.DateTimeField(null=True)
    owner = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["plan", "task"], name="one_note_a_task")]

    def __str__(self) -> str:
        return self.task


class PlanTemplate(models.Model):
    """How an artist plans: where the plan of each new campaign of theirs begins."""

    artist = models.OneToOneField(
        "campaigns.Artist", on_delete=models.CASCADE, related_name="plan_template"
    )
    contents = models.JSONField(default=dict)  # planning.templates.Template as a document
    distributor = models.CharField(max_length=60, blank=True)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"template of {self.artist_id}"
