"""Reads and writes the organizer's own links: the artist's places, other services, pre-orders,
and the services' own pre-save pages."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

from countin.campaigns.fields import Fields
from countin.campaigns.files import LinkEntry
from countin.campaigns.models import Artist, LinkKind, OutsideLink, Release
from countin.campaigns.outside import (
    LONGEST_ADDRESS,
    OUTSIDE_SERVICES,
    read_address,
    read_address_at,
    read_address_by,
    read_native_address,
)
from countin.providers.contract import IdForms

_KEYS: Final = ("label", "url")
_MOST: Final = 12
_LONGEST_LABEL: Final = 60
_EXAMPLE: Final = '{label: Website, url: "https://…"}'


def read_links(fields: Fields, *, key: str) -> tuple[LinkEntry, ...]:
    """A list of labels with their addresses. No label stands there twice: a screen reader would
    name two links the same."""
    links: list[LinkEntry] = []
    labels: set[str] = set()
    for row in fields.rows(key, example=_EXAMPLE):
        row.refuse_unknown(known=_KEYS)
        label = row.required_text("label", longest=_LONGEST_LABEL)
        row.require("url")
        url = row.code("url", form=read_address, longest=LONGEST_ADDRESS)
        if label and label.casefold() in labels:
            what = f"The label {label!r} stands there twice."
            row.refuse("label", what=what, mend="Say how they differ.")
        labels.add(label.casefold())
        links.append(LinkEntry(url=url, label=label))
    if len(links) > _MOST:
        fields.refuse(key, what=f"There are {len(links)} links.", mend=f"Keep them within {_MOST}.")
    return tuple(links)


def read_service_links(fields: Fields, *, id_forms: Mapping[str, IdForms]) -> tuple[LinkEntry, ...]:
    """The release at further services, in the order of the file: by addresses as they are
    written, where a provider takes those, and at services that no provider speaks with."""
    of_providers = {
        name: partial(read_address_by, form=forms.link)
        for name, forms in id_forms.items()
        if forms.link
    }
    of_others = {
        name: partial(read_address_at, service=service)
        for name, service in OUTSIDE_SERVICES.items()
    }
    return _read_named(fields, forms={**of_others, **of_providers})


def read_native(fields: Fields, *, id_forms: Mapping[str, IdForms]) -> tuple[LinkEntry, ...]:
    """A provider's own pre-save page of this release."""
    forms = {
        name: partial(read_native_address, name=name, hosts=forms.native_hosts)
        for name, forms in id_forms.items()
        if forms.native_hosts
    }
    return _read_named(fields, forms=forms)


def write_artist_links(artist: Artist, *, entries: Sequence[LinkEntry] | None) -> bool:
    """Bring them to what the file says; a file that says nothing changes nothing."""
    if entries is None:
        return False
    owner = {"artist": artist}
    return _write(entries, kind=LinkKind.ARTIST, owner=owner)


def write_release_links(release: Release, *, kind: LinkKind, entries: Sequence[LinkEntry]) -> bool:
    """Bring the links of this kind to what the file says. True where something was new."""
    return _write(entries, kind=kind, owner={"release": release})


def _read_named(
    fields: Fields, *, forms: Mapping[str, Callable[[str], str]]
) -> tuple[LinkEntry, ...]:
    fields.refuse_unknown(known=tuple(forms))
    known = [name for name in fields.names() if name in forms]
    return tuple(
        LinkEntry(url=fields.code(name, form=forms[name], longest=LONGEST_ADDRESS), provider=name)
        for name in known
    )


def _write(
    entries: Sequence[LinkEntry], *, kind: LinkKind, owner: Mapping[str, Artist | Release]
) -> bool:
    rows = OutsideLink.objects.filter(kind=kind, **owner).order_by("position")
    standing = [LinkEntry(url=row.url, provider=row.provider, label=row.label) for row in rows]
    if standing == list(entries):
        return False
    rows.delete()
    OutsideLink.objects.bulk_create(
        OutsideLink(
            **owner,
            kind=kind,
            provider=entry.provider,
            label=entry.label,
            url=entry.url,
            position=position,
        )
        for position, entry in enumerate(entries, 1)
    )
    return True
