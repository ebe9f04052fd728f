"""How the operator is called, and when something due counts as late."""

from dataclasses import dataclass, field
from datetime import timedelta

from countin.config.addresses import is_loopback
from countin.config.environment import BadSetting, Values
from countin.messaging.webhook_signing import BadWebhookSecret, read_secret

_LONGEST = 24 * 60


@dataclass(frozen=True)
class AlarmWays:
    """What the settings say about calling; empty where nothing is set."""

    mail_to: tuple[str, ...] = ()
    webhook: str = ""
    webhook_key: bytes = field(default=b"", repr=False)


def read_alarm_ways(values: Values) -> AlarmWays:
    """Raises BadSetting for an address or a secret that can't be used."""
    texts = (text.strip() for text in values["COUNTIN_ALARM_MAIL"].split(","))
    mail_to = tuple(text for text in texts if text)
    if any("@" not in text or " " in text for text in mail_to):
        raise BadSetting("COUNTIN_ALARM_MAIL must be e-mail addresses, by comma.")
    webhook = values["COUNTIN_ALARM_WEBHOOK_URL"]
    return AlarmWays(mail_to, webhook, _read_key(values) if webhook else b"")


def read_overdue(values: Values) -> timedelta:
    """From which lateness on somebody is called. Raises BadSetting."""
    text = values["COUNTIN_ALARM_OVERDUE_MINUTES"]
    if not text.isdecimal() or not 1 <= int(text) <= _LONGEST:
        raise BadSetting(f"COUNTIN_ALARM_OVERDUE_MINUTES must be minutes from 1 to {_LONGEST}.")
    return timedelta(minutes=int(text))


def read_canary_share(values: Values) -> float:
    """Of a wave's canaries that count, the share that has to be found. Raises BadSetting."""
    try:
        share = float(values["COUNTIN_CANARY_SHARE"])
    except ValueError:
        share = 0.0
    if not 0 < share <= 1:
        raise BadSetting("COUNTIN_CANARY_SHARE must be above 0 and at most 1: 1, or 0.5 for half.")
    return share


def _read_key(values: Values) -> bytes:
    webhook = values["COUNTIN_ALARM_WEBHOOK_URL"]
    if not webhook.startswith("https://") and not is_loopback(webhook):
        raise BadSetting(
            "COUNTIN_ALARM_WEBHOOK_URL must begin with https://, or lead to this machine."
        )
    try:
        return read_secret(values["COUNTIN_ALARM_WEBHOOK_SECRET"])
    except BadWebhookSecret:
        raise BadSetting(
            "COUNTIN_ALARM_WEBHOOK_SECRET must be whsec_ and 24 to 64 bytes in base64. Make one: "
            "printf 'whsec_%s\\n' \"$(openssl rand -base64 32)\""
        ) from None
