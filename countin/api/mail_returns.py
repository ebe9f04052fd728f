"""`POST /api/mail/SERVICE`: what the mail service tells of mails that came back, of complaints, of
mails that arrived. Let in by a secret of the operator's, and by the service's own signature where
it signs."""

import importlib
import warnings
from typing import Any, Final

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.messaging.mailboxes import Returned, note_returned, note_taken

_LASTING: Final = (RejectReason.BOUNCED, RejectReason.INVALID)
_KINDS: Final = {
    EventType.COMPLAINED: Returned.COMPLAINT,
    EventType.UNSUBSCRIBED: Returned.UNSUBSCRIBED,
}
# Says of a mailbox that was full what anymail reads as gone for good.
_SOFT_TYPES: Final = ("SoftBounce", "soft_bounce", "soft_bounced")


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def take_events(request: HttpRequest, *, service: str) -> HttpResponse:
    """404 where it is not our service, or no secret is set; 400 without the secret or with a wrong
    signature. Told twice, nothing more happens."""
    view = _view_of(service)
    if request.method == "HEAD":
        return HttpResponse()
    try:
        view.run_validators(request)
        events: list[AnymailTrackingEvent] = view.parse_events(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse("Send the secret of COUNTIN_MAIL_WEBHOOK_SECRET.", status=400)
    except (ValueError, KeyError, TypeError):
        return HttpResponse("This is no event of that service.", status=400)
    for event in events:
        _take(event)
    return HttpResponse()


def returned_by(event: AnymailTrackingEvent) -> Returned | None:
    """How the mail came back; None where it did not."""
    if event.event_type in _KINDS:
        return _KINDS[event.event_type]
    if event.event_type not in (EventType.BOUNCED, EventType.REJECTED):
        return None
    if event.event_type == EventType.REJECTED and event.reject_reason == RejectReason.SPAM:
        return Returned.COMPLAINT
    is_lasting = event.reject_reason in _LASTING and not _is_soft(event.esp_event)
    return Returned.HARD if is_lasting else Returned.SOFT


def _is_soft(told: Any) -> bool:
    if not hasattr(told, "get"):
        return False
    return any(told.get(key) in _SOFT_TYPES for key in ("Type", "event", "type"))


def _take(event: AnymailTrackingEvent) -> None:
    if not event.recipient:
        return
    if event.event_type == EventType.DELIVERED:
        note_taken(event.recipient)
    elif returned := returned_by(event):
        note_returned(event.recipient, returned=returned, now=clock.now())


def _view_of(service: str) -> AnymailCoreWebhookView:
    mail_service, secret = settings.MAIL_SERVICE, settings.MAIL_WEBHOOK_SECRET
    if mail_service is None or mail_service.name != service or not secret:
        raise Http404("no such service, or no secret")
    module = importlib.import_module(f"anymail.webhooks.{service}")
    name = next(name for name in vars(module) if name.endswith("TrackingWebhookView"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it can't know that we ask for the secret always
            view: AnymailCoreWebhookView = getattr(module, name)(webhook_secret=secret)
    except AnymailConfigurationError as error:
        raise Http404("its signing key is not set") from error
    return view
