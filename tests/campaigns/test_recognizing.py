"""What somebody pastes: links, barcodes, ISRCs, and what is none of these."""

import pytest

from countin.campaigns.codes import BadCode
from countin.campaigns.recognizing import recognize
from countin.providers.apple_music.ids import ID_FORMS as APPLE_MUSIC
from countin.providers.spotify.ids import ID_FORMS as SPOTIFY

FORMS = {"spotify": SPOTIFY, "apple_music": APPLE_MUSIC}
ALBUM = "0MidnightWindowsEP0001"


@pytest.mark.parametrize(
    ("given", "key", "value"),
    [
        (" 886448495581 ", "upc", "886448495581"),
        ("8 86448 49558 1", "upc", "886448495581"),
        ("qz-abc-26-00001", "isrc", "QZABC2600001"),
        ("QZABC2600001", "isrc", "QZABC2600001"),
        (f"https://open.spotify.com/album/{ALBUM}?si=x", "spotify", f"spotify:album:{ALBUM}"),
        (f"https://open.spotify.com/intl-de/album/{ALBUM}", "spotify", f"spotify:album:{ALBUM}"),
        (f"spotify:album:{ALBUM}", "spotify", f"spotify:album:{ALBUM}"),
        (
            "https://music.apple.com/us/album/midnight/1770000001",
            "apple_music",
            "albums:1770000001",
        ),
        ("https://open.qobuz.com/album/x1", "qobuz", "https://open.qobuz.com/album/x1"),
    ],
)
def test_what_is_pasted_is_recognized(given: str, key: str, value: str):
    pasted = recognize(given, id_forms=FORMS)

    assert (pasted.key, pasted.value) == (key, value)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("midnight windows", "neither a link nor a code"),
        ("886448495580", "fails its check digit"),
        ("https://open.spotify.com/artist/0TheHeldNotesArtist001", "is a Spotify artist"),
        ("https://example.com/album/1", "no music service that we know"),
        ("http://qobuz.com/album/1", "is not encrypted"),
        ("https://open.spotify.com.evil.example/album/x", "no music service that we know"),
        ("javascript://qobuz.com/%0aalert(1)", "no https address"),
    ],
)
def test_what_is_none_says_what_to_do(given: str, words: str):
    with pytest.raises(BadCode, match=words) as refused:
        recognize(given, id_forms=FORMS)

    assert refused.value.mend
