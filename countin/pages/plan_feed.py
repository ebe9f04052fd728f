"""`/c/KEY.ics`: a campaign's plan for the calendars of those who work on it."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from countin import clock
from countin.campaigns.planned.feeds import calendar_of_plan, plan_of_feed


@require_safe
def show_plan_feed(_request: HttpRequest, *, key: str) -> HttpResponse:
    """Whoever has the address reads it, until it is taken back; 404 then, and for any other."""
    plan = plan_of_feed(key)
    if plan is None:
        raise Http404("no such calendar")
    text = calendar_of_plan(plan, base_url=settings.BASE_URL, now=clock.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="plan.ics"'
    # A subscription asks again and again: it is to hear of a moved day at once.
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
