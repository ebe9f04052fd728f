"""Names that programs use, as people read them."""

from typing import Final

from django import template
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from countin.insights.named import CAMPAIGN_STATES, REASONS, STATES

register = template.Library()

# Of reminders, announcements and rows of fans.
_OTHERS: Final = {"presave": "Pre-save", "reminder": "Reminder"}
# The first sign that fits: the others' names stand in nearly every browser's.
_BROWSERS: Final = (
    *(("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS", "Firefox")),
    *(("CriOS", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari")),
)
_SYSTEMS: Final = (
    *(("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows")),
    *(("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux")),
)


@register.filter
def in_words(name: str) -> str:
    """A state, a reason, a kind of row; what has no other name stays as it is."""
    known = (STATES, CAMPAIGN_STATES, REASONS, _OTHERS)
    return next((words[name] for words in known if name in words), str(name))


@register.filter
def behind_name(text: str) -> str:
    """ "asn: which network" without the name that a log's field has."""
    return text.partition(": ")[2] or text


@register.filter
def with_code(text: str) -> SafeString:
    """What stands in backticks, as code."""
    parts = enumerate(text.split("`"))
    return format_html_join(
        "",
        "{}",
        ((format_html("<code>{}</code>", part) if at % 2 else part,) for at, part in parts),
    )


@register.filter
def browser_words(agent: str) -> str:
    """ "Firefox on Android", as far as a browser says so; what it sends otherwise, cut short."""
    named = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    if named and system:
        return f"{named} on {system}"
    return named or agent[:60] or "A browser that does not say which"


@register.filter
def service_name(name: str) -> str:
    """ "apple_music" as it calls itself; one that was taken out of the settings as it was kept."""
    provider = settings.PROVIDERS.get(name)
    return provider.words.name if provider else name
