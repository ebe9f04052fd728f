"""Pages that say no: what happened, and the next step."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from countin.workspaces.models import Role

_NEEDS: Final = {
    Role.MANAGER: "Ask an owner of this workspace to make you a manager.",
    Role.OWNER: "Only its owners can. Ask one of them.",
}


def refuse_role(request: HttpRequest, *, role: Role, least: Role) -> HttpResponse:
    """Belongs here, and may not do this."""
    words = f"You are here as {role.value}. {_NEEDS[least]}"
    return _show(request, heading="Not for this role", words=words, status=403)


def find_nothing(request: HttpRequest) -> HttpResponse:
    """Not there, or somebody else's: both look the same."""
    words = (
        "It may have been mistyped, or it belongs to a workspace that is not yours. Its owner "
        "can add you to it."
    )
    return _show(request, heading="There is nothing here", words=words, status=404)


def refuse_company_account(request: HttpRequest, *, is_verified: bool) -> HttpResponse:
    """Signed in there, and nobody here."""
    words = (
        "Nobody has invited the address of that account. Ask an owner of the workspace to."
        if is_verified
        else "That server does not say that it has verified the address of this account, so it may "
        "be anybody's. Ask whoever runs it, or come in by an invitation."
    )
    return _show(request, heading="That account is nobody here", words=words, status=403)


def refuse_unproven(request: HttpRequest) -> HttpResponse:
    """Signed in there, and here somebody has a key of their own to the account."""
    words = (
        "The account of this address has a password or a passkey. Sign in with it first, then "
        "come by your company’s account once more: from then on either lets you in. If it is not "
        "yours, tell whoever runs this: countin organizer add makes you a link."
    )
    return _show(request, heading="One step before that", words=words, status=403)


def refuse_text(request: HttpRequest) -> HttpResponse:
    """A character that is none."""
    words = "Nothing was changed. Go back, and type what you pasted instead."
    return _show(request, heading="That can’t be stored", words=words, status=400)


def refuse_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token, as after a day in an open tab. Django calls it by name."""
    words = "Nothing was changed. Go back, load the page again, and press once more."
    return _show(request, heading="This form was too old", words=words, status=403)


def refuse_haste(request: HttpRequest) -> HttpResponse:
    """More tries than allauth allows. It calls this by name."""
    words = "There were too many tries from here. Wait five minutes, then try again."
    return _show(request, heading="One moment, please", words=words, status=429)


def _show(request: HttpRequest, *, heading: str, words: str, status: int) -> HttpResponse:
    context = {"heading": heading, "words": words}
    return render(request, "studio/trouble.html", context, status=status)
