"""What an address is about: campaign and artist by their slugs, the provider by its name."""

from django.conf import settings
from django.db.models import Q
from django.http import Http404

from countin.campaigns.models import Artist, Campaign
from countin.providers.contract import Provider
from countin.workspaces.controllers import may_publish

# What 404.html reads: the page stood open, until nobody answered for the data any more.
NOT_PUBLISHED = "not published"


def find_campaign(slug: str) -> Campaign:
    """The published campaign. A draft and an unknown slug look the same from outside: 404. So
    is every page for as long as nobody is named who answers for the fans' data, and says so."""
    # From a form it may be anything; PostgreSQL takes no text with a zero in it.
    known = Campaign.objects.with_release().filter(published_at__isnull=False)
    found = known.filter(slug=slug).first() if slug.isprintable() else None
    if found is None:
        raise Http404("no such campaign")
    refuse_unpublished()
    return found


def find_artist(handle: str) -> Artist:
    """The artist with this handle who has a page, or a published campaign; else 404."""
    known = Artist.objects.filter(handle=handle).order_by("pk")
    found = known.filter(
        Q(published_at__isnull=False) | Q(releases__campaign__published_at__isnull=False)
    ).first()
    if found is None:
        raise Http404("no such artist")
    refuse_unpublished()
    return found


def campaigns_of_artist(artist: Artist) -> list[Campaign]:
    """What is published of an artist."""
    public = Campaign.objects.with_release().filter(published_at__isnull=False)
    return list(public.filter(release__artist=artist).order_by("pk"))


def find_provider(service: str) -> Provider:
    """The provider of this name, else 404."""
    provider: Provider | None = settings.PROVIDERS.get(service)
    if provider is None:
        raise Http404("no such service")
    return provider


def refuse_unpublished() -> None:
    """While nobody answers for the data, nothing new is taken. Raises Http404."""
    if not may_publish(settings.CONTROLLER, is_loopback=settings.IS_LOOPBACK):
        raise Http404(NOT_PUBLISHED)
