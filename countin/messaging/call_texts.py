"""What an alarm says: as a plain mail, and as the JSON of a webhook."""

import json

from countin.messaging.models import AlarmCall, CallNews
from countin.workspaces.models import Notice

_DOCTOR = "See everything that is to be done: countin doctor"


def call_subject(call: AlarmCall) -> str:
    """One line; the kind in words."""
    what = call.alarm.kind.replace("_", " ")
    prefix = "Count-In" if call.news == CallNews.RAISED else "Count-In, over"
    return f"{prefix}: {what} ({call.alarm.subject})"


def call_text(call: AlarmCall, *, base_url: str) -> str:
    """What happened and the next step; of one that is over, only that it is."""
    alarm = call.alarm
    since = f"{alarm.raised_at:%Y-%m-%d %H:%M} UTC"
    if call.news == CallNews.RAISED:
        lines = [alarm.words, f"Since {since}, at {base_url}.", _DOCTOR]
    else:
        lines = [
            "This is over; nothing is to be done any more.",
            f"It began at {since}, at {base_url}:",
            alarm.words,
        ]
    return "\n\n".join(lines) + "\n"


def call_body(call: AlarmCall, *, base_url: str) -> bytes:
    """The same as one JSON object; `type` as the specification names events."""
    alarm = call.alarm
    told = {
        "type": f"alarm.{call.news}",
        "timestamp": call.made_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "data": {
            "installation": base_url,
            "kind": alarm.kind,
            "subject": alarm.subject,
            "words": alarm.words,
            "raised_at": alarm.raised_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "cleared_at": alarm.cleared_at and alarm.cleared_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        },
    }
    return json.dumps(told, ensure_ascii=False).encode()


def notice_subject(notice: Notice) -> str:
    """One line; the kind in words."""
    return f"Count-In: {notice.kind.replace('_', ' ')} ({notice.subject})"


def notice_text(notice: Notice, *, base_url: str) -> str:
    """What happened and the next step."""
    return f"{notice.words}\n\nAt {base_url}, {notice.written_at:%Y-%m-%d %H:%M} UTC.\n"


def notice_body(notice: Notice, *, base_url: str) -> bytes:
    """The same as one JSON object."""
    written = notice.written_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    told = {
        "type": f"notice.{notice.kind}",
        "timestamp": written,
        "data": {"installation": base_url, "subject": notice.subject, "words": notice.words},
    }
    return json.dumps(told, ensure_ascii=False).encode()
