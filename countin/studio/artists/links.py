"""Links of an artist as people paste them, one a line: those at services become ids that fans can
follow, others the artist's own places."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings

from countin.campaigns.codes import BadCode
from countin.campaigns.models import Artist, LinkKind
from countin.campaigns.outside import is_within
from countin.providers.contract import BadId, Refused
from countin.studio.making.starting import id_forms

_WWW: Final = "www."


def read_pasted_links(text: str) -> dict[str, Any]:
    """As the table `artist` of a file has them. Raises BadCode, which names the line."""
    ids: dict[str, str] = {}
    links: list[dict[str, str]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        label, _, url = line.rpartition(" ")
        if found := _id_in(url):
            name, spelled = found
            if ids.setdefault(name, spelled) != spelled:
                raise BadCode(f"{url} is a second link at one service.", "Keep one of them.")
        elif "://" not in url:
            raise BadCode(f"{line!r} is no link.", "Write words, if any, before the address.")
        else:
            links.append({"label": label.strip(" :") or _host(url), "url": url})
    return {**ids, "links": links}


def write_links(artist: Artist) -> str:
    """Those that stand, in the lines that are read."""
    lines = []
    for name, provider in settings.PROVIDERS.items():
        if artist_id := artist.id_at(name):
            with suppress(Refused):
                lines.append(provider.artist_address(artist_id))
    own = artist.links.filter(kind=LinkKind.ARTIST).order_by("position")
    lines += [row.url if row.label == _host(row.url) else f"{row.label} {row.url}" for row in own]
    return "\n".join(lines)


def lost_ids(artist: Artist, *, kept: Mapping[str, Any]) -> dict[str, str]:
    """Ids that no line can show, which therefore none took away."""
    shown = read_pasted_links(write_links(artist))
    rows = artist.service_ids.order_by("provider").values_list("provider", "external_id")
    return {name: text for name, text in rows if name not in shown and name not in kept}


def _id_in(url: str) -> tuple[str, str] | None:
    for name, forms in id_forms().items():
        if not (url.startswith(f"{name}:") or is_within(url, domains=forms.hosts)):
            continue
        try:
            return name, forms.artist(url)
        except BadId as bad:
            raise BadCode(bad.what, bad.mend) from None
    return None


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return host.removeprefix(_WWW)[:60] or "Link"
