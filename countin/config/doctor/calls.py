"""Whether somebody is called when release night goes wrong."""

from collections.abc import Iterator

from django.conf import settings

from countin.config.doctor.findings import Finding, fine, mend, note
from countin.messaging.models import AlarmCall

_NOBODY = (
    "Nobody is called when something goes wrong: look here yourself, or set COUNTIN_ALARM_MAIL or "
    "COUNTIN_ALARM_WEBHOOK_URL."
)


def look_at_calls() -> Iterator[Finding]:
    """The ways that are set, and calls that did not get through."""
    ways = settings.ALARM_WAYS
    if ways.mail_to and not settings.MAIL_IS_SET:
        words = "COUNTIN_ALARM_MAIL is set, but no mailbox. Set COUNTIN_SMTP_URL, too."
        yield mend("calls", words=words)
    elif not ways.mail_to and not ways.webhook:
        yield note("calls", words=_NOBODY)
    stuck = AlarmCall.objects.unsettled().exclude(because="").order_by("-made_at").first()
    if stuck is not None:
        yield mend(
            "calls",
            words=(
                f"An alarm could not be told by {stuck.way} ({stuck.because}). It is tried again; "
                "see that the way is right."
            ),
        )
    elif ways.webhook or (ways.mail_to and settings.MAIL_IS_SET):
        set_up = {"mail": ways.mail_to, "webhook": ways.webhook}
        by = [name for name, address in set_up.items() if address]
        yield fine("calls", words=f"Alarms are told by {' and '.join(by)}.")
