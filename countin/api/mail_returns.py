"""`POST /api/mail/SERVICE`: what the mail service tells of mails that came back, of complaints, of
mails that arrived. Let in by a secret of the operator's, and by the service's own signature where
it signs."""

import importlib
import warnings
from typing import Final

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import AnymailTrackingEvent, EventType
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from countin import clock
from countin.api.mail_verdicts import returned_by
from countin.messaging.mailboxes import note_returned, note_taken

# Take our mail, and anymail reads no events of theirs.
_SILENT: Final = ("scaleway",)


@csrf_exempt
@require_http_methods(["POST", "HEAD"])
def take_events(request: HttpRequest, *, service: str) -> HttpResponse:
    """404 where it is not our service, where it tells nothing this way or no secret is set; 400
    without the secret or with a wrong signature. Told twice, nothing more happens."""
    view = _view_of(service)
    if request.method == "HEAD":
        return HttpResponse()
    try:
        view.run_validators(request)
        events: list[AnymailTrackingEvent] = view.parse_events(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse("Send the secret of COUNTIN_MAIL_WEBHOOK_SECRET.", status=400)
    except (ValueError, KeyError, TypeError, AttributeError, AnymailConfigurationError):
        return HttpResponse("This is no event of that service.", status=400)
    for event in events:
        _take(event, service=service)
    return HttpResponse()


def _take(event: AnymailTrackingEvent, *, service: str) -> None:
    if not event.recipient:
        return
    if event.event_type == EventType.DELIVERED:
        note_taken(event.recipient)
    elif returned := returned_by(event, service=service):
        note_returned(event.recipient, returned=returned, now=clock.now())


def _view_of(service: str) -> AnymailCoreWebhookView:
    mail_service, secret = settings.MAIL_SERVICE, settings.MAIL_WEBHOOK_SECRET
    if mail_service is None or mail_service.name != service or not secret:
        raise Http404("no such service, or no secret")
    if service in _SILENT:
        raise Http404("it tells nothing this way")
    module = importlib.import_module(f"anymail.webhooks.{service}")
    name = next(name for name in vars(module) if name.endswith("TrackingWebhookView"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it can't know that we ask for the secret always
            view: AnymailCoreWebhookView = getattr(module, name)(webhook_secret=secret)
    except AnymailConfigurationError as error:
        raise Http404("its signing key is not set") from error
    return view
