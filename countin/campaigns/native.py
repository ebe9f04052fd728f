"""A service's own pre-save page of a release, as the organizer gave its address."""

from urllib.parse import urlsplit

from django.db.models import prefetch_related_objects

from countin.campaigns.models import LinkKind, Release
from countin.providers.contract import Provider


def native_address(release: Release, *, provider: Provider) -> str:
    """Where this service takes pre-saves itself, or an empty string. Never anywhere but on the
    hosts that the provider names as the service's own, whatever the row says."""
    prefetch_related_objects([release], "links")  # once, however many services ask
    given = (
        link.url
        for link in release.links.all()
        if link.kind == LinkKind.NATIVE and link.provider == provider.name
    )
    hosts = provider.id_forms.native_hosts
    return next((url for url in given if is_address_on(url, hosts=hosts)), "")


def is_address_on(url: str, *, hosts: tuple[str, ...]) -> bool:
    """By https, on one of these hosts exactly, at no other port and for no other user."""
    return any(url.startswith(f"https://{host}/") for host in hosts) and (
        urlsplit(url).hostname in hosts
    )
