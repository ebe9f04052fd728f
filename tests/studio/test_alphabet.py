"""Names as people look for them."""

from countin.studio.alphabet import is_called, place_of


def test_numbers_count_accents_and_capitals_do_not():
    names = [
        *("Artist 10", "artist 9", "Artist 2", "Zoë", "Élodie", "elder", "ZAPPER", "Øystein"),
        *(
            "Oyster",
            "“Quoted”",
            "10cc",
            "2 Left",
            "Müller",
            "Mulled",
            "坂本",
            "",
            "Ångström",
            "Anna",
        ),
    ]

    assert sorted(names, key=place_of) == [
        *("", "2 Left", "10cc", "Ångström", "Anna", "Artist 2", "artist 9", "Artist 10", "elder"),
        *("Élodie", "Mulled", "Müller", "Øystein", "Oyster", "“Quoted”", "ZAPPER", "Zoë", "坂本"),
    ]


def test_a_name_is_found_without_its_accents_and_with_words_in_any_order():
    assert is_called("Élodie Marchand, Glass Rain", searched="rain ELODIE")
    assert is_called("Øystein", searched="oyst")
    assert is_called("坂本龍一", searched="龍一")
    assert is_called("anything", searched="")
    assert is_called("Artist 37", searched="37 art")
    assert is_called("Live80s", searched="80 live")
    assert not is_called("Artist 137", searched="artist 37")
    assert not is_called("Élodie Marchand", searched="elodie rain")
