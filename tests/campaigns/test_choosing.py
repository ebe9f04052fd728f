"""Several hits are never chosen from, and an artist is told by id before name."""

from countin.campaigns.choosing import choose_hit
from countin.providers.contract import Hit, Release

WANTED = Release(title="Opal", kind="single", artist_name="Opal Field", artist_id="a:1")


def hit(name: str, *, artist: str = "Opal Field", ids: tuple[str, ...] = ("a:1",)) -> Hit:
    return Hit(id=name, title="Opal", artist_name=artist, artist_ids=ids, link="https://x.example")


def test_the_only_hit_of_the_artist_is_the_one():
    choice = choose_hit([hit("1"), hit("2", ids=("a:2",))], wanted=WANTED)

    assert choice.only == hit("1")
    assert [other.id for other in choice.others] == ["2"]


def test_two_hits_of_the_artist_are_for_a_person_to_choose_from():
    choice = choose_hit([hit("1"), hit("2")], wanted=WANTED)

    assert (choice.only, choice.is_several, choice.is_of_another) == (None, True, False)


def test_the_same_hit_twice_is_one():
    assert choose_hit([hit("1"), hit("1")], wanted=WANTED).only == hit("1")


def test_the_pinned_hit_stands_out_among_several():
    wanted = Release(title="", kind="ep", artist_name="Opal Field", artist_id="a:1", pinned_id="2")

    assert choose_hit([hit("1"), hit("2")], wanted=wanted).only == hit("2")


def test_a_pinned_hit_of_another_artist_is_still_another_artists():
    wanted = Release(title="", kind="ep", artist_name="Opal Field", artist_id="a:9", pinned_id="2")

    assert choose_hit([hit("2")], wanted=wanted).is_of_another


def test_no_hit_is_neither():
    choice = choose_hit([], wanted=WANTED)

    assert (choice.only, choice.is_several, choice.is_of_another) == (None, False, False)


def test_the_name_does_not_help_where_the_id_is_another():
    assert choose_hit([hit("1", ids=("a:2",))], wanted=WANTED).is_of_another


def test_without_an_id_the_name_decides_whatever_its_capitals():
    wanted = Release(title="", kind="ep", artist_name="opal  FIELD")
    hits = [hit("1", artist="Low Kettle, Opal Field"), hit("2", artist="Opal Fields")]

    assert choose_hit(hits, wanted=wanted).only == hits[0]


def test_where_a_service_gives_no_ids_the_name_decides():
    assert choose_hit([hit("1", ids=())], wanted=WANTED).only == hit("1", ids=())
