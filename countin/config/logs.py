"""Structured logs on standard error. One processor takes secrets and addresses out."""

import logging
import re
import sys
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Final

import structlog
from structlog.typing import EventDict, WrappedLogger

# Of a record whose fields are written out and redacted already, such as the line of a request.
READY: Final = "ready_fields"
_MARK = "[redacted]"
# Values that look like a token, a mail address, or a path that carries a key.
_NAMED = "code|state|token|guest|secret|password|verifier"
_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), rf"\1 {_MARK}"),
    (re.compile(r"(?<=/me/)[^/\s?#]+"), _MARK),
    (re.compile(r"(?<=/confirm/)[^/\s?#]+"), _MARK),
    (re.compile(r"(?<=/unsubscribe/)[^/\s?#]+"), _MARK),
    (re.compile(r"(?<=/l/)[^/\s?#]+"), _MARK),
    # A fan's calendar; what the studio has at /studio/c/ is a campaign's public slug.
    (re.compile(r"(?<=/c/)(?<!/studio/c/)[^/\s?#]+"), _MARK),
    (re.compile(r"(?<=/studio/in/)[^/\s?#]+"), _MARK),
    (re.compile(r"(?<=/studio/join/)[^/\s?#]+"), _MARK),
    (re.compile(rf"(?i)\b({_NAMED})=[^&\s\"']+"), rf"\1={_MARK}"),
    # Looked for from the beginning of a word only: a long one would take forever otherwise.
    (re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), _MARK),
    (re.compile(r"\b[A-Za-z0-9_-]{40,}\b"), _MARK),
)
_one_line = structlog.processors.KeyValueRenderer(key_order=["timestamp", "level", "event"])


def redact(text: str) -> str:
    """The text without anything that looks like a secret or a mail address."""
    for pattern, mark in _SECRETS:
        text = pattern.sub(mark, text)
    return text


class RedactedFormatter(structlog.stdlib.ProcessorFormatter):
    """The last step before a line is written, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, redacted whole."""
        fields = getattr(record, READY, None)
        if fields is not None:
            return _ready_line(record, fields)
        return redact(super().format(record))


def set_up_logs(*, level: str) -> None:
    """Send everything, our own and libraries', through the one formatter."""
    before: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[
            *before,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.format_exc_info,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        RedactedFormatter(
            foreign_pre_chain=before,
            # Libraries hand their errors over unformatted; without this a traceback is lost.
            processors=[_drop_internals, structlog.processors.format_exc_info, _one_line],
        )
    )
    handler.addFilter(_shorten)
    logging.getLogger("django.request").addFilter(_is_unexpected)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # Tells of every shard; what matters about them is ours to say.
    logging.getLogger("procrastinate").setLevel(logging.CRITICAL)


def _ready_line(record: logging.LogRecord, fields: str) -> str:
    """As the other lines look, at a tenth of their cost."""
    moment = datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return (
        f"timestamp='{moment}' level='{record.levelname.lower()}' event='{record.msg}' {fields} "
        f"logger='{record.name}'"
    )


def _is_unexpected(record: logging.LogRecord) -> bool:
    """Errors mean work on the code. What somebody asked wrongly stands in the line of the request
    already, and a service that has to be left alone for a while is expected."""
    status = getattr(record, "status_code", 0)
    is_wrongly_asked = HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR
    return not is_wrongly_asked and status != HTTPStatus.SERVICE_UNAVAILABLE


def _shorten(record: logging.LogRecord) -> bool:
    """What a stranger sent is no fault of the code, such as a host that is not ours: one line."""
    if record.name.startswith("django.security"):
        record.exc_info = record.exc_text = None
    return True


def _drop_internals(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return structlog.stdlib.ProcessorFormatter.remove_processors_meta(_logger, _method, event)
