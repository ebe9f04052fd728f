"""The product's addresses, and an empty view behind the same middleware."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from countin.config.urls import urlpatterns as _ours


def answer_empty(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


# First, as an address is that costs nothing to find.
urlpatterns = [path("-/empty", answer_empty), *_ours]
