"""The stand-in services, as their control API shows and moves them."""

import http.client
import json
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote, urlsplit

_SPOTIFY_ARTIST = "spotify:artist:{}"


class StandInsRefused(Exception):
    """The control API did not do what it was told."""


class StandIns:
    """The control API at this address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._place = urlsplit(address).netloc

    def tell(self, path: str, data: object) -> Any:
        """POST to the control API. Raises StandInsRefused."""
        return self._ask("POST", path=path, body=json.dumps(data))

    def look(self, path: str) -> Any:
        """GET from the control API. Raises StandInsRefused."""
        return self._ask("GET", path=path, body=None)

    def find_release(self, upc: str) -> Mapping[str, Any]:
        """The release of this UPC as the services' own truth has it. Raises StandInsRefused."""
        releases = self.look("releases")["releases"]
        for release in releases:
            if release["upc"] == upc:
                return dict(release)
        raise StandInsRefused(f"No release with the UPC {upc} at the stand-in services.")

    def move_release(self, release_id: str, *, day: date) -> None:
        """It comes out at midnight of that day in each market."""
        self.tell(
            f"releases/{release_id}/availability", {"timing": "local", "date": day.isoformat()}
        )

    def holders(self, what: str) -> dict[str, set[str]]:
        """The fans who hold a URI or a release, by service."""
        fans = self.look(f"libraries?holding={quote(what)}")["fans"]
        return {service: set(ids) for service, ids in fans.items()}

    def complaints(self) -> dict[str, int]:
        """Protocol mistakes that the services noticed, by kind."""
        return dict(self.look("complaints")["kinds"])

    def _ask(self, method: str, *, path: str, body: str | None) -> Any:
        connection = http.client.HTTPConnection(self._place, timeout=30)
        try:
            connection.request(method, f"/control/{path}", body=body)
            answer = connection.getresponse()
            data = json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            kind = type(error).__name__
            raise StandInsRefused(
                f"The stand-in services do not answer {path} ({kind})."
            ) from error
        finally:
            connection.close()
        if answer.status >= 400:
            raise StandInsRefused(f"The stand-in services refused {path}: {data.get('error')}")
        return data


def artist_uri(release: Mapping[str, Any]) -> str:
    """Whom fans follow at Spotify."""
    return _SPOTIFY_ARTIST.format(release["artists"][0]["spotify_id"])
