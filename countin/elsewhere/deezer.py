"""Deezer's public catalog: an album by its UPC, else a track by its ISRC.

It answers without a key, 50 requests in five seconds. Its conditions, as far as they could be read,
allow no commercial use, so it is asked only where the operator says so.
"""

from countin.elsewhere.catalogs import Codes, Found, Json, text_of
from countin.elsewhere.sessions import Session, Unanswered, ask_json

_NO_DATA = 800
_TOO_MANY = 4


class Deezer:
    """Every answer is 200; what is wrong stands inside."""

    name = "deezer"
    label = "Deezer's open catalog"

    def __init__(self, address: str) -> None:
        self.address = address

    async def find(self, codes: Codes, *, session: Session) -> list[Found]:
        """One album, else one track. Raises Unanswered."""
        places = ((f"album/upc:{codes.upc}", codes.upc), (f"track/isrc:{codes.isrc}", codes.isrc))
        for place, code in places:
            if code and (found := await self._ask(place, session=session)):
                return [found]
        return []

    async def _ask(self, place: str, *, session: Session) -> Found | None:
        answer = await ask_json(session, f"{self.address}/{place}", params={})
        if isinstance(answer, dict) and (error := answer.get("error")):
            _judge(error)
            return None
        link = text_of(answer, "link")
        if not link.startswith("https://"):
            return None
        return Found(
            link=link,
            title=text_of(answer, "title"),
            artist=text_of(answer, "artist", "name"),
            note="one track" if place.startswith("track") else "",
        )


def _judge(error: Json) -> None:
    code = error.get("code") if isinstance(error, dict) else None
    if code == _TOO_MANY:
        raise Unanswered("it is asked too much just now; try again in a minute")
    if code != _NO_DATA:
        raise Unanswered(f"it answered error {code}")
