"""Mail services that take mail by their own API instead of SMTP, through django-anymail."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from countin.config.environment import MAIL_SERVICE_OPTIONS, BadSetting, Values

# What stands between our option's name and the one that anymail wants.
_PREFIX = "COUNTIN_"
_TIMEOUT = 10  # seconds
_MAY_BE_EMPTY = ("_API_URL", "_SIGNING_KEY", "_SIGNING_SECRET", "_VERIFICATION_KEY")
_SHORTEST_SECRET = 16


@dataclass(frozen=True)
class MailService:
    """One service, ready for Django's settings."""

    name: str
    backend: str
    anymail: Mapping[str, object] = field(repr=False)


def read_mail_service(values: Values) -> MailService | None:
    """The service that COUNTIN_MAIL_SERVICE names, None where it names none. Raises BadSetting
    for an unknown name, a missing key, and a mailbox besides."""
    name = values["COUNTIN_MAIL_SERVICE"].strip().lower()
    if not name:
        return None
    if name not in MAIL_SERVICE_OPTIONS:
        known = ", ".join(sorted(MAIL_SERVICE_OPTIONS))
        raise BadSetting(f"COUNTIN_MAIL_SERVICE knows {known}. Give one of these, or none.")
    if values["COUNTIN_SMTP_URL"]:
        raise BadSetting("Give COUNTIN_MAIL_SERVICE or COUNTIN_SMTP_URL, not both.")
    given = {option.name: values[option.name] for option in MAIL_SERVICE_OPTIONS[name]}
    missing = [
        option.name
        for option in MAIL_SERVICE_OPTIONS[name]
        if not option.name.endswith(_MAY_BE_EMPTY) and not given[option.name]
    ]
    if missing:
        raise BadSetting(f"COUNTIN_MAIL_SERVICE={name} needs {', '.join(missing)}, too.")
    keys = {option.removeprefix(_PREFIX): text for option, text in given.items() if text}
    return MailService(name, f"anymail.backends.{name}.EmailBackend", {**keys, **_OURS})


def read_webhook_secret(values: Values) -> str:
    """What the mail service sends with what it tells. Raises BadSetting."""
    text = values["COUNTIN_MAIL_WEBHOOK_SECRET"]
    user, colon, word = text.partition(":")
    if text and not (user and colon and len(word) >= _SHORTEST_SECRET):
        raise BadSetting(
            "COUNTIN_MAIL_WEBHOOK_SECRET must look like countin:WORD, WORD of "
            f"{_SHORTEST_SECRET} or more letters and digits. `openssl rand -hex 24` makes one."
        )
    return text


def read_pace(values: Values) -> int:
    """Mails of announcements a minute. Raises BadSetting."""
    text = values["COUNTIN_ANNOUNCE_PER_MINUTE"]
    if not (text.isascii() and text.isdigit() and 6 <= int(text) <= 60_000):
        raise BadSetting("COUNTIN_ANNOUNCE_PER_MINUTE must be a number from 6 to 60000.")
    return int(text)


# No pixel and no rewritten links, whatever the account there has switched on; a service that
# has no such switch sends all the same.
_OURS: Mapping[str, object] = {
    "SEND_DEFAULTS": {"track_opens": False, "track_clicks": False},
    "IGNORE_UNSUPPORTED_FEATURES": True,
    "REQUESTS_TIMEOUT": _TIMEOUT,
}
