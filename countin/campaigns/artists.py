"""Finding the artist of a campaign file among those we know, or making them."""

from django.db.models import Q

from countin.campaigns.files import ArtistEntry
from countin.campaigns.models import Artist, ArtistId
from countin.campaigns.slugs import LONGEST_SLUG, suggest_slug
from countin.workspaces.models import Workspace


def find_or_make_artist(entry: ArtistEntry, *, workspace: Workspace) -> Artist:
    """By an id at a service; else by name, where no id speaks against it; else a new row."""
    known = Artist.objects.filter(workspace=workspace).prefetch_related("service_ids")
    by_id = Q(pk__in=())
    for provider, external_id in entry.ids.items():
        by_id |= Q(service_ids__provider=provider, service_ids__external_id=external_id)
    found = [*known.filter(by_id).distinct(), *known.filter(name__iexact=entry.name)]
    for artist in found:
        if not conflicting_ids(artist, entry=entry):
            return artist
    handle = _free_handle(entry.name, workspace=workspace)
    artist = Artist.objects.create(workspace=workspace, name=entry.name, handle=handle)
    _take_over_ids(artist, entry=entry)
    return artist


def conflicting_ids(artist: Artist, *, entry: ArtistEntry) -> list[str]:
    """The services at which the file names another id than the one we have."""
    return [
        provider
        for provider, external_id in entry.ids.items()
        if artist.id_at(provider) not in ("", external_id)
    ]


def is_same_artist(artist: Artist, *, entry: ArtistEntry) -> bool:
    """One id in common, or the same name where no id speaks against it."""
    if conflicting_ids(artist, entry=entry):
        return False
    shares_id = any(artist.id_at(name) == text for name, text in entry.ids.items())
    return shares_id or artist.name.casefold() == entry.name.casefold()


def mend_artist(artist: Artist, *, entry: ArtistEntry) -> list[str]:
    """Take over name and ids that are new; gives back which. Ids left out of the file stay."""
    changed = []
    if artist.name != entry.name:
        artist.name = entry.name
        artist.save(update_fields=["name"])
        changed.append("name")
    changed += _take_over_ids(artist, entry=entry)
    return [f"artist.{name}" for name in changed]


def drop_ids(artist: Artist, *, entry: ArtistEntry) -> tuple[str, ...]:
    """Let go of ids that the entry does not name; gives back which, as keys of a file."""
    gone = artist.service_ids.exclude(provider__in=entry.ids).order_by("provider")
    names = tuple(f"artist.{row.provider}" for row in gone)
    gone.delete()
    artist.refresh_from_db(fields=["service_ids"])
    return names


def _take_over_ids(artist: Artist, *, entry: ArtistEntry) -> list[str]:
    new = [name for name, text in entry.ids.items() if artist.id_at(name) != text]
    for provider in new:
        ArtistId.objects.update_or_create(
            artist=artist, provider=provider, defaults={"external_id": entry.ids[provider]}
        )
    artist.refresh_from_db(fields=["service_ids"])  # forgets what came along with a query
    return new


def _free_handle(name: str, *, workspace: Workspace) -> str:
    # Names in other scripts leave nothing of themselves in a slug.
    stem = suggest_slug(name)[: LONGEST_SLUG - 6] or "artist"
    taken = set(
        Artist.objects.filter(workspace=workspace, handle__startswith=stem).values_list(
            "handle", flat=True
        )
    )
    tries = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(handle for handle in tries if handle not in taken)
