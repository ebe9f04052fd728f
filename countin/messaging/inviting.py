"""Mailing invitations. The link's key is made when the mail goes out, and kept as a hash alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from anymail.exceptions import AnymailError
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from countin.messaging import outgoing
from countin.messaging.models import InvitationMail
from countin.workspaces.controllers import Controller
from countin.workspaces.inviting import make_invitation_key
from countin.workspaces.making import called
from countin.workspaces.models import Invitation

_BATCH: Final = 5
_OVER: Final = "the invitation is over"
_TEXT: Final = """{by} invites you to {workspace} in the studio of Count-In, as {role}.

Open this link to accept. It works once, until {until} UTC:
{address}

Opening it changes nothing; only a press on that page does. If you don't know who
this is, do nothing.

--
{sender}
"""


@dataclass(frozen=True)
class InvitationDesk:
    """What writing invitations needs."""

    controller: Controller
    sender: str
    base_url: str


def plan_invitation_mail(invitation: Invitation, *, now: datetime) -> None:
    """It goes out with the worker's next round."""
    InvitationMail.objects.create(invitation=invitation, made_at=now, due_at=now)


def send_due_invitations(desk: InvitationDesk, *, now: datetime) -> int:
    """Returns how many were settled or put off."""
    ids = outgoing.claim_due(InvitationMail.objects.all(), now=now, at_most=_BATCH)
    mails = InvitationMail.objects.filter(pk__in=ids).select_related("invitation__workspace")
    for mail in mails:
        if not Invitation.objects.standing(now).filter(pk=mail.invitation_id).exists():
            outgoing.record_failed(mail, because=_OVER, now=now)
        else:
            _settle(mail, because=_send(mail.invitation, desk=desk, now=now), now=now)
    return len(ids)


def _send(invitation: Invitation, *, desk: InvitationDesk, now: datetime) -> str:
    """Empty where it was taken, else why not."""
    key = make_invitation_key(invitation, now=now)
    name = called(invitation.workspace, otherwise=desk.controller.name or "a workspace")
    message = EmailMessage(
        subject=f"{invitation.invited_by} invites you to {' '.join(name.split())}",
        body=_TEXT.format(
            by=invitation.invited_by,
            workspace=name,
            role=invitation.role,
            until=f"{invitation.expires_at:%Y-%m-%d %H:%M}",
            address=f"{desk.base_url}/studio/join/{key}",
            sender=desk.controller.name or desk.base_url,
        ),
        from_email=desk.sender,
        to=[invitation.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    try:
        message.send()
    except (OSError, AnymailError, ImproperlyConfigured) as error:  # smtplib's are OSErrors
        return type(error).__name__[:60]
    return ""


def _settle(mail: InvitationMail, *, because: str, now: datetime) -> None:
    again_at = outgoing.next_try(mail, now=now)
    if not because:
        outgoing.settle(mail, sent_at=now)
    elif again_at is None:
        outgoing.record_failed(mail, because=because, now=now)
    else:
        outgoing.postpone(mail, until=again_at, because=because)
