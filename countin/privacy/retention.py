"""How long what is kept: declared once, kept every day, and compared with docs/privacy.md.

A field "goes" when it is emptied, when its row is deleted, or, where a count needs the row,
when nothing leads from it to a person any more.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from countin.privacy import forgetting, forgetting_mail


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


def _fields(model: str, names: str) -> frozenset[str]:
    return frozenset(f"{model}.{name}" for name in names.split())


_ADDRESS = _fields("fans.EmailAddress", "fan address added_at confirmed_at")
_SEALED = _fields("fans.Grant", "sealed")
_ACCESS = _fields("fans.Grant", "access_sealed")
_MEMBERSHIP = _fields(
    "messaging.ListMembership",
    "artist consent asked_at confirmed_at ended_at source left_mark paused_until without language",
)
_TROUBLE = _fields(
    "messaging.MailboxTrouble", "mark soft_bounces first_at last_at suppressed_at because"
)
_FAN: Iterable[frozenset[str]] = (
    _fields("fans.Fan", "created_at language time_zone territory"),
    _fields("fans.FanKey", "fan token_hash created_at"),
    _fields("fans.Consent", "fan"),
    _fields("messaging.ListMembership", "fan"),
)
_PERSON: Iterable[frozenset[str]] = (
    _fields("fans.Connection", "fan provider account_hash market connected_at"),
    _fields(
        "fans.Grant",
        "connection scopes allows_save allows_follow authorized_at usable_until refused_at"
        " shredded_at",
    ),
    _fields(
        "presaves.PreSave",
        "campaign connection provider market channel consent state reason promised_at"
        " changed_at withdraw_asked_at standing",
    ),
    _fields(
        "presaves.StandingConsent",
        "fan artist connection consent given_at renewal_asked_at ended_at end_reason",
    ),
    _fields("presaves.HeldPreSave", "hold presave confirmed_at"),
    _fields("presaves.FollowAsk", "presave artist consent state because asked_at changed_at"),
    _fields("presaves.Transition", "presave follow from_state to_state reason happened_at"),
    _fields(
        "release_day.Attempt",
        "presave follow provider kind started_at finished_at outcome because",
    ),
    _fields("release_day.RehearsedGrant", "grant provider result tried_at took_ms"),
    _fields(
        "messaging.Reminder",
        "campaign fan provider market channel asked_at email consent confirmed_at sent_at"
        " push push_allowed_at pushed_at withdrawn_at link",
    ),
    _fields(
        "messaging.ReconnectAsk", "presave noted_at cause unreachable_at written_at reconnected_at"
    ),
    _fields("messaging.Mail", "ask reminder kind made_at due_at sent_at failed_at because"),
    _fields("messaging.Push", "reminder made_at due_at sent_at failed_at because"),
    _fields("visits.Link", "code fan"),
    _fields("visits.Click", "campaign channel link provider kind clicked_at"),
)

RETENTIONS: tuple[Retention, ...] = (
    Retention(
        fields=_fields(
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
        fields=_fields("messaging.Mail", "address_mark"),
        after=timedelta(days=1),
        from_when="the mail was asked for",
        verb=forgetting.forget_address_marks,
    ),
    Retention(
        fields=_fields("messaging.MailKey", "address_mark"),
        after=timedelta(days=1),
        from_when="the mail was written",
        verb=forgetting.forget_key_marks,
    ),
    Retention(
        fields=_ADDRESS,
        after=timedelta(days=1),
        from_when="the last reminder or list that needs it ended",
        verb=forgetting.forget_unneeded_addresses,
    ),
    Retention(
        fields=_ADDRESS,
        after=timedelta(days=14),
        from_when="it was given, if it was never confirmed",
        verb=forgetting.forget_unconfirmed_addresses,
    ),
    Retention(
        fields=_ADDRESS,
        after=timedelta(days=30),
        from_when="the last release it is needed for, unless it is on an e-mail list",
        verb=forgetting.forget_used_addresses,
    ),
    Retention(
        fields=_MEMBERSHIP | _fields("messaging.ListMembership", "fan email"),
        after=timedelta(days=14),
        from_when="the list was asked for, if it was never confirmed",
        verb=forgetting.forget_unconfirmed_memberships,
    ),
    Retention(
        fields=_MEMBERSHIP | _fields("messaging.Mail", "membership"),
        after=timedelta(days=3 * 365),
        from_when="the list was left",
        verb=forgetting.forget_left_lists,
    ),
    Retention(
        fields=_fields("messaging.ListMembership", "email"),
        after=timedelta(0),
        from_when="the list is left",
        verb=forgetting.forget_left_addresses,
    ),
    Retention(
        fields=_fields(
            "messaging.PushSubscription", "fan endpoint_hash host sealed made_at gone_at"
        ),
        after=timedelta(0),
        from_when="no reminder needs it any more, sent ones included",
        verb=forgetting.forget_idle_browsers,
    ),
    Retention(
        fields=_ACCESS,
        after=timedelta(0),
        from_when="it was used, and after an hour in any case",
        verb=forgetting.forget_old_access,
    ),
    Retention(
        fields=_SEALED,
        after=timedelta(0),
        from_when="nothing open needs it",
        verb=forgetting.shred_idle_grants,
    ),
    Retention(
        fields=_SEALED,
        after=timedelta(0),
        from_when="the service would no longer accept it",
        verb=forgetting.shred_expired_grants,
    ),
    Retention(
        fields=_SEALED,
        after=timedelta(days=28),
        from_when="the last release it is needed for",
        verb=forgetting.shred_late_grants,
    ),
    Retention(
        fields=_fields(
            "presaves.Canary",
            "campaign connection consent provider market joined_at state because asked_at"
            " written_at ended_at",
        ),
        after=timedelta(days=28),
        from_when="the release was out everywhere",
        verb=forgetting.forget_canaries,
    ),
    Retention(
        fields=_fields("messaging.MailKey", "mail token_hash address_hash made_at"),
        after=timedelta(days=30),
        from_when="the release, or after the list was left",
        verb=forgetting.forget_mail_keys,
    ),
    Retention(
        fields=_fields(
            "visits.Visit",
            "campaign channel visited_at referrer_host browser in_app is_bot country"
            " ip_prefix utm_source utm_medium utm_campaign came_from left_app",
        )
        | _fields("visits.PrefixKey", "key")
        | _fields("visits.AppStep", "campaign app kind has_left stepped_at visit_number")
        | _fields("presaves.PreSave", "visit"),
        after=timedelta(days=30),
        from_when="the release",
        verb=forgetting.forget_visits,
    ),
    Retention(
        fields=_fields("visits.Link", "fan"),
        after=timedelta(0),
        from_when="you take part in that release no more",
        verb=forgetting.forget_idle_links,
    ),
    Retention(
        fields=frozenset().union(*_PERSON),
        after=timedelta(days=30),
        from_when="the last release the fan took part in",
        verb=forgetting.forget_participation,
    ),
    Retention(
        fields=frozenset().union(*_FAN),
        after=timedelta(days=30),
        from_when="the last release the fan took part in, or the last list they were on",
        verb=forgetting.forget_fans,
    ),
    Retention(
        fields=_fields("fans.Consent", "words words_version language given_at"),
        after=timedelta(days=3 * 365),
        from_when="the release, or after the list was left",
        verb=forgetting.forget_consents,
    ),
    Retention(
        fields=_fields("messaging.AnnouncementMail", "mailbox_mark"),
        after=timedelta(days=1),
        from_when="the mail was planned",
        verb=forgetting_mail.forget_mailbox_marks,
    ),
    Retention(
        fields=_fields(
            "messaging.AnnouncementMail",
            "announcement membership made_at due_at handed_at sent_at failed_at because"
            " maybe_twice",
        ),
        after=timedelta(days=90),
        from_when="the announcement was sent to everybody",
        verb=forgetting_mail.forget_announcement_mails,
    ),
    Retention(
        fields=_TROUBLE,
        after=timedelta(days=90),
        from_when="the last mail that came back, if it was full for a while only",
        verb=forgetting_mail.forget_soft_bounces,
    ),
    Retention(
        fields=_TROUBLE,
        after=timedelta(days=3 * 365),
        from_when="the mailbox was struck off",
        verb=forgetting_mail.forget_suppressed,
    ),
    Retention(
        fields=_fields("messaging.OutreachContact", "whom way note written_at"),
        after=timedelta(days=90),
        from_when="the release",
        verb=forgetting_mail.forget_outreach,
    ),
    Retention(
        fields=_fields("campaigns.PlanNote", "owner note"),
        after=timedelta(days=90),
        from_when="the release",
        verb=forgetting.forget_plan_owners,
    ),
    Retention(
        fields=_fields("privacy.PendingErasure", "fan connection asked_at"),
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
