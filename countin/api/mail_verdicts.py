"""How a mail came back, by what each mail service says of it.

django-anymail files a full mailbox under "bounced" as it does one that does not exist, and of
SendGrid's bounces it gives no reason; so each service's own word decides, where it has one.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from countin.messaging.mailboxes import Returned

_LASTING: Final = (RejectReason.BOUNCED, RejectReason.INVALID)
_KINDS: Final = {
    EventType.COMPLAINED: Returned.COMPLAINT,
    EventType.UNSUBSCRIBED: Returned.UNSUBSCRIBED,
}
# SparkPost's bounce classes that pass: soft, domain not found, full, too large, unspecified,
# transient.
_PASSING_CLASSES: Final = frozenset({"20", "21", "22", "23", "40", "70"})


def returned_by(event: AnymailTrackingEvent, *, service: str) -> Returned | None:
    """How the mail came back; None where it did not. `service` is its name as of
    COUNTIN_MAIL_SERVICE."""
    if event.event_type in _KINDS:
        return _KINDS[event.event_type]
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    if event.event_type == EventType.REJECTED and event.reject_reason == RejectReason.SPAM:
        return Returned.COMPLAINT
    says = _SAYS.get(service)
    said = says(event.esp_event) if says and hasattr(event.esp_event, "get") else None
    is_lasting = event.reject_reason in _LASTING if said is None else said
    return Returned.HARD if is_lasting else Returned.SOFT


def _postmark(told: Any) -> bool | None:
    kinds = (told.get("Type"), told.get("SuppressionReason"))
    return False if "SoftBounce" in kinds else None


def _brevo(told: Any) -> bool | None:
    return False if told.get("event") == "soft_bounce" else None


def _mailersend(told: Any) -> bool | None:
    return False if _within(told, "data").get("type") == "soft_bounced" else None


def _mailjet(told: Any) -> bool | None:
    # Full mailboxes and slow servers have the same errors as those that are no more.
    return False if told.get("hard_bounce") is False else None


def _resend(told: Any) -> bool | None:
    bounce = _within(told, "data", "bounce")
    if kind := bounce.get("type"):
        return bool(kind == "Permanent")
    return "hard bounce" in str(bounce.get("message", ""))  # what it told before it had types


def _sendgrid(told: Any) -> bool | None:
    # "blocked" is what a server refused for now; to a bounce SendGrid itself sends no more.
    return told.get("type") == "bounce" if told.get("event") == "bounce" else None


def _sparkpost(told: Any) -> bool | None:
    found = [one for one in _within(told, "msys").values() if isinstance(one, dict)]
    is_passing = any(str(one.get("bounce_class")) in _PASSING_CLASSES for one in found)
    return False if is_passing else None


def _within(told: Any, *names: str) -> dict[str, Any]:
    """What stands under these names, one in the other; empty where something else does."""
    for name in names:
        told = told.get(name) if isinstance(told, dict) else None
    return told if isinstance(told, dict) else {}


_SAYS: Final[Mapping[str, Callable[[Any], bool | None]]] = {
    "postmark": _postmark,
    "brevo": _brevo,
    "mailersend": _mailersend,
    "mailjet": _mailjet,
    "resend": _resend,
    "sendgrid": _sendgrid,
    "sparkpost": _sparkpost,
}
