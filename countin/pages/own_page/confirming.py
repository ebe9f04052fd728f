"""`/me/TOKEN/confirm`: the one press by which a fan confirms what a person holds back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from countin import clock
from countin.fans.keys import fan_of_key
from countin.pages.fields import read_pk
from countin.pages.limits import may_confirm
from countin.pages.own_page.going_back import back_to_page
from countin.pages.own_page.page import show_no_fan
from countin.pages.promised.open_ways import can_confirm
from countin.presaves.holding import Confirmation, confirm_held
from countin.presaves.models import PreSave


@require_POST
def confirm_presave(request: HttpRequest, *, key: str) -> HttpResponse:
    """One promise, and only of the fan whose page this is. A network that confirms many within
    an hour waits: a hall of fans presses at its own pace, a program does not."""
    fan = fan_of_key(key)
    if fan is None:
        return show_no_fan(request)
    now = clock.now()
    rows = PreSave.objects.select_related("campaign__release", "connection")
    presave = rows.filter(connection__fan=fan, pk=read_pk(request, "promise")).first()
    if presave is None or not can_confirm(presave, now=now):
        return back_to_page(key, told=Confirmation.NOT_HELD)
    if not may_confirm(request):
        return back_to_page(key, told="slow_down")
    return back_to_page(key, told=confirm_held(presave, now=now))
