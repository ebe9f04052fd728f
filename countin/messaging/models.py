"""Reminders, list memberships, push subscriptions, and what has to be sent for them."""

from __future__ import annotations

from django.db import models

from countin.campaigns.models import Artist, Campaign, Channel
from countin.fans.models import Consent, EmailAddress, Fan
from countin.messaging.announcement_tables import Announcement as Announcement
from countin.messaging.announcement_tables import AnnouncementMail as AnnouncementMail
from countin.messaging.announcement_tables import AnnouncementPush as AnnouncementPush
from countin.messaging.announcement_tables import AnnouncementQuerySet as AnnouncementQuerySet
from countin.messaging.course_tables import KnownCourse as KnownCourse
from countin.messaging.invitation_tables import InvitationMail as InvitationMail
from countin.messaging.mailbox_tables import MailboxTrouble as MailboxTrouble
from countin.messaging.mailbox_tables import OutreachContact as OutreachContact
from countin.messaging.news_tables import NewsPush as NewsPush
from countin.messaging.news_tables import NewsPushQuerySet as NewsPushQuerySet
from countin.messaging.news_tables import PushSubscription as PushSubscription
from countin.messaging.outgoing_tables import Outgoing as Outgoing
from countin.messaging.outgoing_tables import OutgoingQuerySet as OutgoingQuerySet
from countin.presaves.models import PreSave
from countin.presaves.states import Reason
from countin.visits.models import Link
from countin.workspaces.models import Alarm, Notice


class ReminderQuerySet(models.QuerySet["Reminder"]):
    """Choosing reminders."""

    def waiting(self) -> ReminderQuerySet:
        """A mail is still wanted: not sent, not withdrawn, the address is there."""
        return self.filter(sent_at__isnull=True, withdrawn_at__isnull=True, email__isnull=False)

    def owed(self) -> ReminderQuerySet:
        """Waiting and confirmed: a mail is promised."""
        return self.waiting().filter(confirmed_at__isnull=False)

    def owed_a_push(self) -> ReminderQuerySet:
        """A browser waits to be notified."""
        return self.filter(
            pushed_at__isnull=True, withdrawn_at__isnull=True, push__gone_at__isnull=True
        ).exclude(push=None)


class Reminder(models.Model):
    """A fan wants to be told when the release is out: by mail, by push, by their calendar, or
    by several of these. Never counted as a pre-save."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="+")
    # Empty once the fan was erased.
    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="+")
    provider = models.CharField(max_length=40)
    market = models.CharField(max_length=2, blank=True)
    channel = models.ForeignKey(Channel, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # By mail only: the address it goes to, the words agreed to, the confirmation.
    email = models.ForeignKey(EmailAddress, on_delete=models.SET_NULL, null=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # By push only: the browser, when it was allowed, when its push service took the text.
    push = models.ForeignKey(
        PushSubscription, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    push_allowed_at = models.DateTimeField(null=True)
    pushed_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    link = models.ForeignKey(Link, on_delete=models.SET_NULL, null=True, related_name="+")

    objects = ReminderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "fan", "provider"], name="one_reminder")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class ListMembershipQuerySet(models.QuerySet["ListMembership"]):
    """Choosing memberships."""

    def standing(self) -> ListMembershipQuerySet:
        """Asked for and not ended; the address is there."""
        return self.filter(ended_at__isnull=True, email__isnull=False)

    def confirmed(self) -> ListMembershipQuerySet:
        """Those who may be written to."""
        return self.standing().filter(confirmed_at__isnull=False)


class ListMembership(models.Model):
    """A fan on an artist's e-mail list: a decision of its own, apart from every reminder. Its
    consent is the proof, kept after it ended."""

    artist = models.ForeignKey(Artist, on_delete=models.CASCADE, related_name="+")
    # Empty once the fan was erased.
    fan = models.ForeignKey(Fan, on_delete=models.SET_NULL, null=True, related_name="+")
    email = models.ForeignKey(EmailAddress, on_delete=models.SET_NULL, null=True, related_name="+")
    consent = models.ForeignKey(Consent, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    source = models.CharField(max_length=200, blank=True)  # of an import, in the organizer's words
    left_mark = models.CharField(max_length=64, blank=True)  # whose mailbox must not be imported
    # What the fan chose on their preferences page.
    paused_until = models.DateTimeField(null=True)
    without = models.CharField(max_length=120, blank=True, default="")  # kinds, by comma
    language = models.CharField(max_length=10, blank=True, default="")

    objects = ListMembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["artist", "fan"], name="one_membership_an_artist")
        ]

    def __str__(self) -> str:
        return f"list membership {self.pk}"


class MailKind(models.TextChoices):
    CONFIRM = "confirm"
    RELEASE = "release"
    RENEWAL = "renewal"  # of a standing consent, to those on the artist's list
    # A promise needs its fan: at once, and 7 days and 1 day before the release.
    RECONNECT = "reconnect"
    IN_A_WEEK = "in_a_week"
    TOMORROW = "tomorrow"


RECONNECTS = (MailKind.RECONNECT, MailKind.IN_A_WEEK, MailKind.TOMORROW)


class CallWay(models.TextChoices):
    MAIL = "mail"
    WEBHOOK = "webhook"


class CallNews(models.TextChoices):
    RAISED = "raised"
    CLEARED = "cleared"


class AlarmCall(Outgoing):
    """The operator told of an alarm, or that it is over, by one way."""

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=CallWay.choices)
    news = models.CharField(max_length=10, choices=CallNews.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alarm", "way", "news"], name="one_call_a_way")
        ]

    def __str__(self) -> str:
        return f"{self.way} call {self.pk}"


class NoticeCall(Outgoing):
    """The operator told of something, by one way."""

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="+")
    way = models.CharField(max_length=10, choices=CallWay.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "way"], name="one_notice_a_way")]

    def __str__(self) -> str:
        return f"{self.way} notice {self.pk}"


class ReconnectAsk(models.Model):
    """A promise needs its fan, for one cause: whether we could write, and what came of it."""

    presave = models.ForeignKey(PreSave, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=20, choices=Reason.choices)
    noted_at = models.DateTimeField()
    unreachable_at = models.DateTimeField(null=True)  # no address was left for such a mail
    written_at = models.DateTimeField(null=True)  # the first mail was taken
    reconnected_at = models.DateTimeField(null=True)  # a new permission came after it

    class Meta:
        constraints = [models.UniqueConstraint(fields=["presave", "cause"], name="one_ask_a_cause")]

    def __str__(self) -> str:
        return f"reconnect ask {self.pk}"


class Mail(Outgoing):
    """A mail to be sent, or sent: for a reminder or for a list membership, never for both. The
    address is looked up when it goes out. A confirmation names all that waits for the same
    answer, whichever of them it was made for."""

    reminder = models.ForeignKey(Reminder, on_delete=models.CASCADE, null=True, related_name="+")
    membership = models.ForeignKey(
        ListMembership, on_delete=models.CASCADE, null=True, related_name="+"
    )
    # Only with a mail that asks to connect again: about which promise, to those on the list.
    ask = models.ForeignKey(ReconnectAsk, on_delete=models.CASCADE, null=True, related_name="mails")
    kind = models.CharField(max_length=10, choices=MailKind.choices)
    # A piece of the address's hash, for one day: nobody gets two confirmations a day.
    address_mark = models.CharField(max_length=8, blank=True, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reminder", "kind"], name="one_mail_a_kind"),
            models.UniqueConstraint(
                fields=["membership", "kind"],
                condition=models.Q(ask__isnull=True),
                name="one_list_mail_a_kind",
            ),
            models.UniqueConstraint(fields=["ask", "kind"], name="one_mail_an_ask"),
        ]
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"{self.kind} mail {self.pk}"

    @property
    def wish(self) -> Reminder | ListMembership:
        """What it was made for."""
        wish = self.reminder or self.membership
        assert wish is not None
        return wish


class MailKey(models.Model):
    """The key in a mail's own links (confirm, unsubscribe), as SHA-256. A mail tried twice
    has two: whichever arrived must work, for the address it was sent to alone."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="keys")
    token_hash = models.CharField(max_length=64, unique=True)
    # Of key and address together: without the key nobody can tell which address it was.
    address_hash = models.CharField(max_length=64)
    # As the mail's own, which is overwritten when the fan gives another address.
    address_mark = models.CharField(max_length=8, blank=True, db_index=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"mail key {self.pk}"


class Push(Outgoing):
    """A notification to be handed to a browser's push service, or handed over. The browser is
    the reminder's, looked up when it goes out."""

    reminder = models.OneToOneField(Reminder, on_delete=models.CASCADE, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["due_at"])]

    def __str__(self) -> str:
        return f"push {self.pk}"
