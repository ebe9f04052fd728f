"""Back to a fan's own page: after a button there, and after a service that it led to."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from countin import clock
from countin.fans.models import Fan
from countin.pages.answers import SeeOther
from countin.pages.cookies import keep_key, own_key
from countin.pages.remembering import remembered_until


def back_to_page(key: str, *, told: str) -> HttpResponse:
    """The page, with one sentence of its own list on top."""
    return SeeOther(f"{reverse('fan', kwargs={'key': key})}?told={told}")


def return_to_page(request: HttpRequest, *, fan: Fan, told: str) -> HttpResponse:
    """The same from a service, where no key is in the address: this browser holds it."""
    now = clock.now()
    key = own_key(request, fan=fan, now=now)
    response = back_to_page(key, told=told)
    keep_key(response, key=key, until=remembered_until(fan, now=now), now=now)
    return response


def remember_page(response: HttpResponse, *, fan: Fan, key: str) -> HttpResponse:
    """On the way to a service: let this browser find the page again when it is back."""
    now = clock.now()
    keep_key(response, key=key, until=remembered_until(fan, now=now), now=now)
    return response
