"""What lets programs in: tokens for the API, and who is told what happens. Owners alone: a token
with the scope `fans` reads what its maker may read, for as long as it lasts."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from countin.studio.home import seat_context
from countin.studio.programs.forms import HookForm, TokenForm
from countin.studio.row_numbers import read_number
from countin.studio.seats import Seat, in_workspace
from countin.webhooks.models import Endpoint
from countin.workspaces.letting_in import Scope, make_token, revoke_token
from countin.workspaces.models import ApiToken, Role

_SHOWN = 50


@require_safe
@in_workspace(Role.OWNER)
def show_programs(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """The newest first; what has ended stays on the list, without letting anybody in."""
    return show(request, seat=seat)


@require_POST
@in_workspace(Role.OWNER)
def add_token(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """Its text is shown once, and stored nowhere."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return show(request, seat=seat, token_form=form, status=422)
    with transaction.atomic():
        token, text = make_token(
            seat.workspace,
            name=form.cleaned_data["name"],
            scopes=[Scope(scope) for scope in form.cleaned_data["scopes"]],
            lasts=timedelta(days=int(form.cleaned_data["days"])),
            now=seat.now,
        )
        seat.note("token made", subject=f"token {token.pk}: {token.name}", detail=token.scopes)
    return show(request, seat=seat, secret=text, secret_of=f"the token {token.name}")


@require_POST
@in_workspace(Role.OWNER)
def end_token(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """At once."""
    own = ApiToken.objects.filter(workspace=seat.workspace)
    token = own.filter(pk=read_number(request.POST.get("token", ""))).first()
    if token is None:
        messages.error(request, "There is no such token. Load the page again.")
    else:
        with transaction.atomic():
            if revoke_token(token, now=seat.now):
                seat.note("token revoked", subject=f"token {token.pk}: {token.name}")
        messages.success(request, f"{token.name} lets nobody in any more.")
    return redirect("studio_programs", workspace=seat.workspace.slug)


def show(
    request: HttpRequest,
    *,
    seat: Seat,
    token_form: TokenForm | None = None,
    hook_form: HookForm | None = None,
    secret: str = "",
    secret_of: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, with a secret that is shown this once."""
    context = {
        "tokens": _tokens(seat),
        "hooks": Endpoint.objects.filter(workspace=seat.workspace).order_by("-pk")[:_SHOWN],
        "token_form": token_form or TokenForm(),
        "hook_form": hook_form or HookForm(),
        "secret": secret,
        "secret_of": secret_of,
        **seat_context(seat),
    }
    return render(request, "studio/programs.html", context, status=status)


def _tokens(seat: Seat) -> list[dict[str, Any]]:
    rows = ApiToken.objects.filter(workspace=seat.workspace).order_by("-pk")[:_SHOWN]
    return [{"row": row, "state": _state(row, seat=seat)} for row in rows]


def _state(token: ApiToken, *, seat: Seat) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "open" if token.expires_at > seat.now else "expired"
