"""Personal fields that go together, as `retention` names them."""

from collections.abc import Iterable


def fields_of(model: str, names: str) -> frozenset[str]:
    """room.Model.field of each."""
    return frozenset(f"{model}.{name}" for name in names.split())


ADDRESS = fields_of("fans.EmailAddress", "fan address added_at confirmed_at")
SEALED = fields_of("fans.Grant", "sealed")
ACCESS = fields_of("fans.Grant", "access_sealed")
MEMBERSHIP = fields_of(
    "messaging.ListMembership",
    "artist consent asked_at confirmed_at ended_at source left_mark paused_until without language",
)
PUSHED = fields_of(
    "messaging.AnnouncementPush", "announcement news made_at due_at sent_at failed_at because"
)
TROUBLE = fields_of(
    "messaging.MailboxTrouble", "mark soft_bounces first_at last_at suppressed_at because"
)
FAN: Iterable[frozenset[str]] = (
    fields_of("fans.Fan", "created_at language time_zone territory"),
    fields_of("fans.FanKey", "fan token_hash created_at"),
    fields_of("fans.Consent", "fan"),
    fields_of("messaging.ListMembership", "fan"),
    fields_of("messaging.NewsPush", "fan"),
)
PERSON: Iterable[frozenset[str]] = (
    fields_of("fans.Connection", "fan provider account_hash market connected_at"),
    fields_of(
        "fans.Grant",
        "connection scopes allows_save allows_follow authorized_at usable_until refused_at"
        " shredded_at",
    ),
    fields_of(
        "presaves.PreSave",
        "campaign connection provider market channel consent state reason promised_at"
        " changed_at withdraw_asked_at standing",
    ),
    fields_of(
        "presaves.StandingConsent",
        "fan artist connection consent given_at renewal_asked_at ended_at end_reason",
    ),
    fields_of("presaves.HeldPreSave", "hold presave confirmed_at"),
    fields_of("presaves.FollowAsk", "presave artist consent state because asked_at changed_at"),
    fields_of("presaves.Transition", "presave follow from_state to_state reason happened_at"),
    fields_of(
        "release_day.Attempt",
        "presave follow provider kind started_at finished_at outcome because",
    ),
    fields_of("release_day.RehearsedGrant", "grant provider result tried_at took_ms"),
    fields_of(
        "messaging.Reminder",
        "campaign fan provider market channel asked_at email consent confirmed_at sent_at"
        " push push_allowed_at pushed_at withdrawn_at link",
    ),
    fields_of(
        "messaging.ReconnectAsk", "presave noted_at cause unreachable_at written_at reconnected_at"
    ),
    fields_of("messaging.Mail", "ask reminder kind made_at due_at sent_at failed_at because"),
    fields_of("messaging.Push", "reminder made_at due_at sent_at failed_at because"),
    fields_of("visits.Link", "code fan"),
    fields_of("visits.Click", "campaign channel link provider kind clicked_at"),
)
