"""`POST /me/KEY/share`: a fan asks for a link of their own to a page they take part in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_POST

from countin import clock
from countin.fans.keys import fan_of_key
from countin.pages.answers import SeeOther
from countin.pages.own_page.page import show_no_fan
from countin.pages.own_page.shares import campaigns_of
from countin.visits.links import share_address, share_link


@require_POST
def share(request: HttpRequest, *, key: str) -> HttpResponse:
    """Pressed twice, it is the same link. A script gets the address as JSON; a form comes back to
    the page on which it stood."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    slug = request.POST.get("campaign", "")
    campaign = next((each for each in campaigns_of(fan) if each.slug == slug), None)
    if campaign is None:
        raise Http404("nothing of theirs is there")
    link = share_link(fan, campaign=campaign, now=clock.now())
    if request.accepts("text/html"):
        page = _page(request, key=key, slug=slug)
        return SeeOther(f"{page}#share-{slug}")
    address = share_address(link, short_url=settings.SHORT_URL)
    return JsonResponse({"address": address}, headers={"Cache-Control": "no-store"})


def _page(request: HttpRequest, *, key: str, slug: str) -> str:
    if request.POST.get("back") == "thanks":
        return reverse("thanks", kwargs={"slug": slug})
    return reverse("fan", kwargs={"key": key})
