"""What an address is about: the campaign by its slug, the provider by its name."""

from django.conf import settings
from django.http import Http404

from countin.campaigns.models import Campaign
from countin.providers.contract import Provider


def find_campaign(slug: str) -> Campaign:
    """The published campaign. A draft and an unknown slug look the same from outside: 404."""
    # From a form it may be anything; PostgreSQL takes no text with a zero in it.
    known = Campaign.objects.with_release().filter(published_at__isnull=False)
    found = known.filter(slug=slug).first() if slug.isprintable() else None
    if found is None:
        raise Http404("no such campaign")
    return found


def find_provider(service: str) -> Provider:
    """The provider of this name, else 404."""
    provider: Provider | None = settings.PROVIDERS.get(service)
    if provider is None:
        raise Http404("no such service")
    return provider
