"""Finding the artist of a campaign file among those we know, or making them."""

from django.db.models import Q

from countin.campaigns.files import ArtistEntry
from countin.campaigns.models import Artist
from countin.campaigns.slugs import LONGEST_SLUG, suggest_slug
from countin.workspaces.models import Workspace


def find_or_make_artist(entry: ArtistEntry, *, workspace: Workspace) -> Artist:
    """By an id at a service; else by name, where no id speaks against it; else a new row."""
    known = Artist.objects.filter(workspace=workspace)
    by_id = Q(pk__in=())
    for provider, external_id in entry.ids.items():
        by_id |= Q(**{provider: external_id})
    found = [*known.filter(by_id), *known.filter(name__iexact=entry.name)]
    for artist in found:
        if not conflicting_ids(artist, entry=entry):
            return artist
    return Artist.objects.create(
        workspace=workspace,
        name=entry.name,
        handle=_free_handle(entry.name, workspace=workspace),
        **entry.ids,
    )


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
    wanted = {"name": entry.name, **entry.ids}
    changed = [name for name, text in wanted.items() if getattr(artist, name) != text]
    if changed:
        for name in changed:
            setattr(artist, name, wanted[name])
        artist.save(update_fields=changed)
    return [f"artist.{name}" for name in changed]


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
