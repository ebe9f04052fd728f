"""Apple's lookup: an album by its UPC, in one country, without a key.

Made "to create mappings between your content library and the digital catalog", about twenty calls
a minute: https://performance-partners.apple.com/search-api. It finds nothing by ISRC.
"""

from urllib.parse import urlsplit, urlunsplit

from countin.elsewhere.catalogs import Codes, Found, Json, rows_of, text_of
from countin.elsewhere.sessions import Session, ask_json

# Nobody knows yet where the fans are. The first of these that shows it will do.
_COUNTRIES = ("US", "DE", "JP")


class ITunes:
    """What is in its catalog before release depends on the country and the label's delivery."""

    name = "itunes"
    label = "Apple's open lookup"

    def __init__(self, address: str) -> None:
        self.address = address

    async def find(self, codes: Codes, *, session: Session) -> list[Found]:
        """Albums by UPC. Raises Unanswered."""
        for country in _COUNTRIES if codes.upc else ():
            params = {"upc": codes.upc, "entity": "album", "country": country}
            answer = await ask_json(session, f"{self.address}/lookup", params=params)
            found = [_found(row) for row in rows_of(answer, "results") if _is_album(row)]
            if found:
                return found
        return []


def _is_album(row: Json) -> bool:
    is_album = text_of(row, "wrapperType") == "collection"
    return is_album and text_of(row, "collectionViewUrl").startswith("https://")


def _found(row: Json) -> Found:
    return Found(
        # Without what counts partners' sales.
        link=urlunsplit((*urlsplit(text_of(row, "collectionViewUrl"))[:3], "", "")),
        title=text_of(row, "collectionName"),
        artist=text_of(row, "artistName"),
        note=text_of(row, "collectionExplicitness").replace("notExplicit", ""),
    )
