"""What a reader takes for one letter, and which way it runs. Pure."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_JOINER: Final = "\u200d"
_MARKS: Final = frozenset(("Mn", "Me", "Mc"))
_DROPPED: Final = frozenset(("Cc", "Cf", "Cs", "Co", "Cn"))
_KEPT: Final = frozenset((_JOINER, "\u200c"))
# No line of Chinese or Japanese begins with these, and none ends with those.
_NEVER_FIRST: Final = frozenset(
    "、。，．・：；？！)）]］}｝」』】〉》〕’”ーゝゞ々ぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥!?,.:;"
)
_NEVER_LAST: Final = frozenset("(（[［{｛「『【〈《〔‘“")


# All but the one at which no line ends: dates hold it.
_SPACES: Final = re.compile(r"[^\S\u00a0]+")


def clean(text: str) -> str:
    """One line, composed, without signs that steer a writer (nobody turns a title around) and
    without the colors of skins, which letters of one ink don't have."""
    composed = unicodedata.normalize("NFC", _SPACES.sub(" ", text))
    kept = "".join(sign for sign in composed if not _is_dropped(sign))
    return _SPACES.sub(" ", kept).strip()


def clusters_of(text: str) -> list[str]:
    """The text in pieces that may not be torn: letters with their marks, joined emoji, flags."""
    found: list[str] = []
    for sign in text:
        if found and _belongs(sign, before=found[-1]):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def direction_of(cluster: str) -> str:
    """ "ltr", "rtl", or an empty text for what runs along with its neighbors."""
    kind = unicodedata.bidirectional(cluster[0])
    if kind in ("R", "AL"):
        return "rtl"
    return "ltr" if kind in ("L", "EN", "AN") else ""


def base_direction(text: str) -> str:
    """That of the first letter that has one; digits don't count."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in ("L", "R", "AL"):
            return "ltr" if kind == "L" else "rtl"
    return "ltr"


def directions_of(clusters: list[str], *, base: str) -> list[str]:
    """One a cluster: what has none takes that of both neighbors, or the base where they differ."""
    own = [direction_of(cluster) for cluster in clusters]
    after = _next_known([*own, base])
    before, found = base, []
    for direction, following in zip(own, after, strict=False):
        resolved = direction or (before if before == following else base)
        found.append(resolved)
        before = direction or before
    return found


def may_break(before: str, after: str, *, by_phrase: bool = False) -> bool:
    """A line may end between these two clusters without a space between them. By phrase: in
    Japanese a reader likes it best after a sign, and where kana end and the next word begins."""
    if after[0] in _NEVER_FIRST or before[-1] in _NEVER_LAST:
        return False
    if by_phrase and _is_ideograph(before):
        return _is_hiragana(before) and not _is_hiragana(after)
    return _is_ideograph(before) or _is_ideograph(after) or before in ("-", "–", "—", "/")


def has_phrases(clusters: list[str]) -> bool:
    """Japanese: hiragana tell where its phrases end."""
    return any(map(_is_hiragana, clusters))


def _next_known(directions: list[str]) -> list[str]:
    following = directions[-1]
    found: list[str] = []
    for direction in reversed(directions):
        following = direction or following
        found.append(following)
    return found[::-1]


def _belongs(sign: str, *, before: str) -> bool:
    if unicodedata.category(sign) in _MARKS or sign in _KEPT or before[-1] == _JOINER:
        return True
    if _is_tag(sign):
        return True
    return _is_half_flag(sign) and len(before) == 1 and _is_half_flag(before)


def _is_half_flag(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"


def _is_tag(sign: str) -> bool:
    """Of the flags of England, Scotland and Wales."""
    return "\U000e0020" <= sign <= "\U000e007f"


def _is_dropped(sign: str) -> bool:
    if "\U0001f3fb" <= sign <= "\U0001f3ff":
        return True
    return unicodedata.category(sign) in _DROPPED and sign not in _KEPT and not _is_tag(sign)


def _is_ideograph(cluster: str) -> bool:
    return any(first <= cluster[0] <= last for first, last in _ideographs())


def _is_hiragana(cluster: str) -> bool:
    return "\u3041" <= cluster[0] <= "\u309f"


def _ideographs() -> Iterator[tuple[str, str]]:
    yield "\u3040", "\u30ff"  # kana
    yield "\u3400", "\u9fff"  # Han
    yield "\uf900", "\ufaff"
    yield "\U00020000", "\U0003ffff"
