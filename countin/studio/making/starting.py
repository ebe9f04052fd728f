"""The first of three screens: paste a link or a code, or say that there is none yet."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from countin.campaigns.codes import BadCode
from countin.campaigns.recognizing import Pasted, recognize
from countin.providers.contract import IdForms
from countin.studio.home import seat_context
from countin.studio.seats import Seat, in_workspace
from countin.workspaces.models import Role


@require_safe
@in_workspace(Role.MANAGER)
def paste(request: HttpRequest, *, seat: Seat) -> HttpResponse:
    """One field. What can be read leads on to the second screen."""
    given = request.GET.get("given", "").strip()
    artist = request.GET.get("artist", "")  # a handle, on the way to the second screen
    trouble = ""
    if given:
        try:
            pasted = recognize(given, id_forms=id_forms())
        except BadCode as bad:
            trouble = str(bad)
        else:
            check = reverse("studio_check", kwargs={"workspace": seat.workspace.slug})
            kept = {"artist": artist} if artist else {}
            return redirect(f"{check}?{urlencode({'given': readable_again(pasted), **kept})}")
    context = {"given": given, "artist": artist, "trouble": trouble, **seat_context(seat)}
    return render(request, "studio/paste.html", context, status=422 if trouble else 200)


def readable_again(pasted: Pasted) -> str:
    """A code or an id that names its service as it is; of every other id the address there, since
    the id alone does not say whose it is."""
    provider = settings.PROVIDERS.get(pasted.key)
    if pasted.is_elsewhere or provider is None or pasted.value.startswith(f"{pasted.key}:"):
        return pasted.value
    return str(provider.release_address(pasted.value, market=""))


def id_forms() -> dict[str, IdForms]:
    """Every provider's, by name."""
    return {name: provider.id_forms for name, provider in settings.PROVIDERS.items()}
