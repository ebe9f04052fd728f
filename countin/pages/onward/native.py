"""`/SLUG/native/SERVICE`: off to the service's own pre-save page. One click is counted; what is
done there we never learn, so it is no pre-save of ours."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.native import native_address
from countin.pages.answers import go_to
from countin.pages.finding import find_campaign, find_provider
from countin.pages.visitors.arrivals import read_arrival
from countin.pages.visitors.counting import is_click
from countin.visits.clicking import record_click
from countin.visits.models import ClickKind


@require_safe
def open_native(request: HttpRequest, *, slug: str, service: str) -> HttpResponse:
    """Counted unless it is a machine's, then 302 to a host of the service's own. Where the
    campaign takes nothing more, its own page says what is left to do."""
    now = clock.now()
    campaign, provider = find_campaign(slug), find_provider(service)
    address = native_address(campaign.release, provider=provider)
    if not address:
        raise Http404("no page of the service's own is known")
    if not campaign.is_open(now):
        return go_to("landing", slug=slug)
    if is_click(request):
        channel = read_arrival(request, campaign=campaign).channel
        record_click(
            campaign, provider=provider.name, kind=ClickKind.NATIVE, channel=channel, now=now
        )
    response = HttpResponseRedirect(address)
    response["Cache-Control"] = "no-store"
    return response
