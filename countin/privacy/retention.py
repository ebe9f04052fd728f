"""How long what is kept: declared once, kept every day, and compared with docs/privacy.md.

A field "goes" when it is emptied, when its row is deleted, or, where a count needs the row,
when nothing leads from it to a person any more.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from countin.privacy import forgetting, forgetting_mail
from countin.privacy.field_groups import (
    ACCESS,
    ADDRESS,
    FAN,
    MEMBERSHIP,
    PERSON,
    PUSHED,
    SEALED,
    TROUBLE,
    fields_of,
)


@dataclass(frozen=True)
class Retention:
    """These fields go this long after that. `verb` forgets what was due `before` a moment,
    and returns how many rows it touched."""

    fields: frozenset[str]  # room.Model.field
    after: timedelta
    from_when: str
    verb: Callable[..., int]

    @property
    def words(self) -> str:
        """As docs/privacy.md and the notice say it."""
        if not self.after:
            return f"as soon as {self.from_when}"
        years, odd_days = divmod(self.after.days, 365)
        number, unit = (years, "year") if not odd_days else (self.after.days, "day")
        return f"{number} {unit}{'' if number == 1 else 's'} after {self.from_when}"


RETENTIONS: tuple[Retention, ...] = (
    Retention(
        fields=fields_of(
            "presaves.Authorization",
            "campaign provider state_hash browser_hash wants_follow from_own_domain words"
            " words_version language time_zone territory visit channel is_guest started_at"
            " expires_at returned_at outcome presave purpose connection",
        ),
        after=timedelta(days=1),
        from_when="the authorization began",
        verb=forgetting.forget_authorizations,
    ),
    Retention(
        fields=fields_of("messaging.Mail", "address_mark"),
        after=timedelta(days=1),
        from_when="the mail was asked for",
        verb=forgetting.forget_address_marks,
    ),
    Retention(
        fields=fields_of("messaging.MailKey", "address_mark"),
        after=timedelta(days=1),
        from_when="the mail was written",
        verb=forgetting.forget_key_marks,
    ),
    Retention(
        fields=ADDRESS,
        after=timedelta(days=1),
        from_when="the last reminder or list that needs it ended",
        verb=forgetting.forget_unneeded_addresses,
    ),
    Retention(
        fields=ADDRESS,
        after=timedelta(days=14),
        from_when="it was given, if it was never confirmed",
        verb=forgetting.forget_unconfirmed_addresses,
    ),
    Retention(
        fields=ADDRESS,
        after=timedelta(days=30),
        from_when="the last release it is needed for, unless it is on an e-mail list",
        verb=forgetting.forget_used_addresses,
    ),
    Retention(
        fields=MEMBERSHIP | fields_of("messaging.ListMembership", "fan email"),
        after=timedelta(days=14),
        from_when="the list was asked for, if it was never confirmed",
        verb=forgetting.forget_unconfirmed_memberships,
    ),
    Retention(
        fields=MEMBERSHIP | fields_of("messaging.Mail", "membership"),
        after=timedelta(days=3 * 365),
        from_when="the list was left",
        verb=forgetting.forget_left_lists,
    ),
    Retention(
        fields=fields_of("messaging.ListMembership", "email"),
        after=timedelta(0),
        from_when="the list is left",
        verb=forgetting.forget_left_addresses,
    ),
    Retention(
        fields=fields_of(
            "messaging.PushSubscription", "fan endpoint_hash host sealed made_at gone_at"
        ),
        after=timedelta(0),
        from_when="no reminder and no artist's news need it any more",
        verb=forgetting_mail.forget_idle_browsers,
    ),
    Retention(
        fields=ACCESS,
        after=timedelta(0),
        from_when="it was used, and after an hour in any case",
        verb=forgetting.forget_old_access,
    ),
    Retention(
        fields=SEALED,
        after=timedelta(0),
        from_when="nothing open needs it",
        verb=forgetting.shred_idle_grants,
    ),
    Retention(
        fields=SEALED,
        after=timedelta(0),
        from_when="the service would no longer accept it",
        verb=forgetting.shred_expired_grants,
    ),
    Retention(
        fields=SEALED,
        after=timedelta(days=28),
        from_when="the last release it is needed for",
        verb=forgetting.shred_late_grants,
    ),
    Retention(
        fields=fields_of(
            "presaves.Canary",
            "campaign connection consent provider market joined_at state because asked_at"
            " written_at ended_at",
        ),
        after=timedelta(days=28),
        from_when="the release was out everywhere",
        verb=forgetting.forget_canaries,
    ),
    Retention(
        fields=fields_of("messaging.MailKey", "mail token_hash address_hash made_at"),
        after=timedelta(days=30),
        from_when="the release, or after the list was left",
        verb=forgetting.forget_mail_keys,
    ),
    Retention(
        fields=fields_of(
            "visits.Visit",
            "campaign channel visited_at referrer_host browser in_app is_bot country"
            " ip_prefix utm_source utm_medium utm_campaign came_from left_app",
        )
        | fields_of("visits.PrefixKey", "key")
        | fields_of("visits.AppStep", "campaign app kind has_left stepped_at visit_number")
        | fields_of("presaves.PreSave", "visit"),
        after=timedelta(days=30),
        from_when="the release",
        verb=forgetting.forget_visits,
    ),
    Retention(
        fields=fields_of("visits.Link", "fan"),
        after=timedelta(0),
        from_when="you take part in that release no more",
        verb=forgetting.forget_idle_links,
    ),
    Retention(
        fields=frozenset().union(*PERSON),
        after=timedelta(days=30),
        from_when="the last release the fan took part in",
        verb=forgetting.forget_participation,
    ),
    Retention(
        fields=frozenset().union(*FAN),
        after=timedelta(days=30),
        from_when="the last release the fan took part in, or the last list they were on",
        verb=forgetting.forget_fans,
    ),
    Retention(
        fields=fields_of("fans.Consent", "words words_version language given_at"),
        after=timedelta(days=3 * 365),
        from_when="the release, or after the list was left",
        verb=forgetting.forget_consents,
    ),
    Retention(
        fields=fields_of("messaging.AnnouncementMail", "mailbox_mark"),
        after=timedelta(days=1),
        from_when="the mail was planned",
        verb=forgetting_mail.forget_mailbox_marks,
    ),
    Retention(
        fields=fields_of(
            "messaging.AnnouncementMail",
            "announcement membership made_at due_at handed_at sent_at failed_at because"
            " maybe_twice",
        )
        | PUSHED,
        after=timedelta(days=90),
        from_when="the announcement was sent to everybody",
        verb=forgetting_mail.forget_announcement_mails,
    ),
    Retention(
        fields=fields_of("messaging.NewsPush", "artist push consent allowed_at ended_at"),
        after=timedelta(days=3 * 365),
        from_when="you ended it",
        verb=forgetting_mail.forget_ended_news,
    ),
    Retention(
        fields=TROUBLE,
        after=timedelta(days=90),
        from_when="the last mail that came back, if it was full for a while only",
        verb=forgetting_mail.forget_soft_bounces,
    ),
    Retention(
        fields=TROUBLE,
        after=timedelta(days=3 * 365),
        from_when="the mailbox was struck off",
        verb=forgetting_mail.forget_suppressed,
    ),
    Retention(
        fields=fields_of("messaging.OutreachContact", "whom way note written_at"),
        after=timedelta(days=90),
        from_when="the release",
        verb=forgetting_mail.forget_outreach,
    ),
    Retention(
        fields=fields_of("campaigns.PlanNote", "owner note"),
        after=timedelta(days=90),
        from_when="the release",
        verb=forgetting.forget_plan_owners,
    ),
    Retention(
        fields=fields_of("privacy.PendingErasure", "fan connection asked_at"),
        after=timedelta(0),
        from_when="the erasure is done",
        verb=forgetting.finish_waiting_erasures,
    ),
)


def enforce_retention(*, now: datetime) -> int:
    """Forget everything that is due. Returns how many rows were touched."""
    return sum(retention.verb(before=now - retention.after, now=now) for retention in RETENTIONS)


def retention_words(field: str) -> str:
    """What docs/privacy.md must say about this field, or "" for one that no rule covers."""
    return "; ".join(rule.words for rule in RETENTIONS if field in rule.fields)
