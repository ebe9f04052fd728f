"""The official logo on a service's button."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from countin.pages.logos import logo_on_page

register = template.Library()


@register.simple_tag
def logo_of(service: str) -> SafeString | str:
    """The picture, where the operator has placed one. The button's text names the service, so the
    picture says nothing to who can't see it."""
    found = logo_on_page(service)
    if found is None:
        return ""
    address, logo = found
    picture = '<img class="button__logo" src="{}" alt="" width="{}" height="{}">'
    return format_html(picture, address, logo.width, logo.height)
