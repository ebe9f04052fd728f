"""The parts of our addresses that stand for something: slugs, services, keys, codes."""

from typing import Final

from django.urls import register_converter

# What was pressed on an artist's own domain comes over here.
OVER: Final = "/connect/over/"
# Where a proxy asks whether it may fetch a certificate for a name.
DOMAIN_ASKING: Final = "/.well-known/count-in/domain"


class SlugPart:
    """A campaign's slug, as docs name it: nothing else is a landing page."""

    regex = "[a-z0-9][a-z0-9-]{0,62}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ServicePart(SlugPart):
    """A provider by name, e.g. apple_music."""

    regex = "[a-z][a-z0-9_]{0,39}"


class KeyPart(SlugPart):
    """A key in an address: opaque, never logged."""

    regex = "[A-Za-z0-9_-]{20,100}"


class CodePart(SlugPart):
    """The code of a short link."""

    regex = "[A-Za-z0-9_-]{4,32}"


def register_parts() -> None:
    """Make them known to `path()`."""
    register_converter(SlugPart, "campaign_slug")
    register_converter(ServicePart, "service")
    register_converter(KeyPart, "key")
    register_converter(CodePart, "code")
