"""`/connect/SERVICE/return`: by GET from a service's own page, by POST from our page's script."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from countin.pages.connecting.returning import finish_consent
from countin.pages.connecting.tokens import take_token


@require_http_methods(["GET", "POST"])
def come_back(request: HttpRequest, *, service: str) -> HttpResponse:
    """Each way in takes only its own providers."""
    if request.method == "POST":
        return take_token(request, service=service)
    return finish_consent(request, service=service)
