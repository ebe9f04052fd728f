"""What a program did goes into the log that owners read, as what a person did."""

from django.conf import settings
from django.http import HttpRequest

from countin import clock
from countin.api.finding import token_of
from countin.workspaces.auditing import write_audit
from countin.workspaces.callers import caller_address


def note(request: HttpRequest, what: str, *, subject: str = "", detail: str = "") -> None:
    """By its token's name and number, and from where."""
    token = token_of(request)
    write_audit(
        token.workspace,
        who=f"token {token.pk}: {token.name}",
        what=what,
        subject=subject,
        detail=detail,
        from_address=caller_address(
            request.META.get("REMOTE_ADDR", ""),
            forwarded=request.META.get("HTTP_X_FORWARDED_FOR", ""),
            trusted_proxies=settings.TRUSTED_PROXIES,
        )[:45],
        now=clock.now(),
    )
