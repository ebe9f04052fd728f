"""Apple's catalogue differs by storefront, and its 202 proves nothing."""

from urllib.parse import quote

import pytest

from tests.simulator.caller import Answer, AppleCaller

RAM = "617154241"
EP = "midnight-windows"
EP_UPC = "410000201015"
OUT = "2026-12-18T12:00:00Z"


def ids(answer: Answer) -> list[str]:
    return [item["id"] for item in answer.json["data"]]


def albums(apple: AppleCaller, storefront: str, name: str, value: str) -> Answer:
    return apple.api("GET", f"/catalog/{storefront}/albums?{quote(name)}={value}")


def code_of(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json["errors"][0]["code"]


def twin(apple: AppleCaller, album: str, *, token: str, storefront: str = "us") -> Answer:
    path = f"/catalog/{storefront}/albums/{album}/library"
    return apple.api("GET", path, user_token=token)


def test_a_barcode_and_an_isrc_find_what_the_storefront_has(apple: AppleCaller):
    songs = apple.api("GET", "/catalog/us/songs?filter%5Bisrc%5D=USUG11904206")

    assert ids(albums(apple, "us", "filter[upc]", "886443919266")) == [RAM]
    assert len(ids(songs)) == 2
    assert ids(albums(apple, "us", "filter[upc]", "000000000000")) == []


def test_ids_differ_per_storefront_and_the_wrong_one_is_404(apple: AppleCaller):
    apple.sim.tell("clock", {"now": OUT})
    german = apple.album_id(EP, storefront="de")
    american = apple.album_id(EP, storefront="us")

    assert german != american
    assert ids(albums(apple, "de", "filter[upc]", EP_UPC)) == [german]
    assert apple.api("GET", f"/catalog/de/albums/{german}").status == 200
    assert code_of(apple.api("GET", f"/catalog/de/albums/{american}")) == (404, "40400")


def test_an_equivalent_leads_from_one_storefront_to_another(apple: AppleCaller):
    apple.sim.tell("clock", {"now": OUT})
    german = apple.album_id(EP, storefront="de")
    american = apple.album_id(EP, storefront="us")

    assert ids(albums(apple, "de", "filter[equivalents]", american)) == [german]


def test_before_its_moment_a_release_is_not_in_the_catalogue(apple: AppleCaller):
    assert ids(albums(apple, "us", "filter[upc]", EP_UPC)) == []


@pytest.mark.parametrize("path", ["/catalog/us/albums", "/catalog/zz/albums?ids=1"])
def test_a_missing_filter_or_an_unknown_storefront_is_400(apple: AppleCaller, path: str):
    assert apple.api("GET", path).status == 400


def test_an_add_is_202_and_is_seen_only_later(apple: AppleCaller):
    token = apple.user_token("ben")

    added = apple.add(RAM, user_token=token)
    at_once = twin(apple, RAM, token=token)
    apple.sim.tell("clock", {"offset_seconds": 21})
    later = twin(apple, RAM, token=token)

    assert (added.status, added.text) == (202, "")
    assert code_of(at_once) == (404, "40403")
    assert ids(later) == [f"l.{RAM}"]
    assert ids(apple.api("GET", "/me/library/albums", user_token=token)) == [f"l.{RAM}"]
    assert apple.sim.saved("ben", service="apple_music") == [RAM]


def test_songs_can_be_added_too(apple: AppleCaller):
    token = apple.user_token("ben")

    apple.api("POST", "/me/library?ids%5Bsongs%5D=617154366", user_token=token)
    apple.sim.tell("clock", {"offset_seconds": 21})

    path = "/catalog/us/songs/617154366/library"
    assert ids(apple.api("GET", path, user_token=token)) == ["i.617154366"]


@pytest.mark.parametrize("release", [EP, "nothing"])
def test_unreleased_and_unknown_ids_are_202_and_ignored(apple: AppleCaller, release: str):
    token = apple.user_token("ben")
    album = apple.album_id(EP, storefront="us") if release == EP else "123"

    added = apple.add(album, user_token=token)
    apple.sim.tell("clock", {"now": OUT})

    assert added.status == 202
    assert apple.sim.saved("ben", service="apple_music") == []


def test_an_id_of_another_storefront_is_ignored(apple: AppleCaller):
    apple.sim.tell("clock", {"now": OUT})
    token = apple.user_token("ada")

    added = apple.add(apple.album_id(EP, storefront="us"), user_token=token)
    apple.sim.tell("clock", {"now": "2026-12-18T13:00:00Z"})

    assert added.status == 202
    assert apple.sim.saved("ada", service="apple_music") == []


@pytest.mark.parametrize(("pre_add", "saved"), [("works", 1), ("ignored", 0)])
def test_a_pre_add_album_is_shown_early_and_comes_by_itself_where_that_works(
    apple: AppleCaller, pre_add: str, saved: int
):
    apple.sim.tell(f"releases/{EP}/availability", {"pre_add": pre_add})
    album = apple.album_id(EP, storefront="us")
    token = apple.user_token("ben")

    shown = apple.api("GET", f"/catalog/us/albums/{album}").json["data"][0]["attributes"]
    apple.add(album, user_token=token)
    early = apple.sim.saved("ben", service="apple_music")
    apple.sim.tell("clock", {"now": OUT})

    assert shown["isComplete"] is False
    assert "playParams" not in shown
    assert early == []
    assert len(apple.sim.saved("ben", service="apple_music")) == saved


def test_without_a_subscription_the_library_is_40015(apple: AppleCaller):
    apple.sim.add_fan("poor", apple_subscription=False)
    token = apple.user_token("poor")

    assert code_of(apple.add(RAM, user_token=token)) == (403, "40015")
    assert apple.api("GET", "/me/storefront", user_token=token).status == 200


def test_a_subscription_may_lapse_later(apple: AppleCaller):
    token = apple.user_token("ben")

    apple.sim.tell("fans/ben/subscription", {"subscribed": False})

    assert code_of(apple.add(RAM, user_token=token)) == (403, "40015")


def test_ids_in_the_body_are_not_read(apple: AppleCaller):
    token = apple.user_token("ben")

    answer = apple.api("POST", "/me/library", user_token=token, body='{"ids": {"albums": []}}')

    assert code_of(answer) == (400, "40005")
    assert apple.sim.look("complaints")["kinds"] == {"body_instead_of_query": 1}


def test_brackets_that_are_not_encoded_are_a_complaint(apple: AppleCaller):
    apple.api("GET", "/catalog/us/albums?filter[upc]=886443919266")

    assert apple.sim.look("complaints")["kinds"] == {"unencoded_brackets": 1}


def test_silent_202_ignores_the_add_of_the_named(apple: AppleCaller):
    apple.sim.tell("scenario", {"name": "silent-202", "fans": ["ben"]})
    apple.sim.add_fan("eve")

    answers = [apple.add(RAM, user_token=apple.user_token(fan)) for fan in ("ben", "eve")]
    apple.sim.tell("clock", {"offset_seconds": 60})

    assert [answer.status for answer in answers] == [202, 202]
    assert apple.sim.saved("ben", service="apple_music") == []
    assert apple.sim.saved("eve", service="apple_music") == [RAM]


def test_late_library_shows_the_item_minutes_later(apple: AppleCaller):
    apple.sim.tell("scenario", {"name": "late-library", "minutes": 30.0})
    token = apple.user_token("ben")
    apple.add(RAM, user_token=token)

    apple.sim.tell("clock", {"offset_seconds": 29 * 60})
    early = twin(apple, RAM, token=token).status
    apple.sim.tell("clock", {"offset_seconds": 31 * 60})

    assert (early, twin(apple, RAM, token=token).status) == (404, 200)


def test_too_many_calls_are_429_without_a_retry_after(apple: AppleCaller):
    apple.sim.tell("scenario", {"name": "rate-limited", "provider": "apple_music", "limit": 1})
    apple.api("GET", f"/catalog/us/albums/{RAM}")

    refused = apple.api("GET", f"/catalog/us/albums/{RAM}")
    apple.sim.tell("clock", {"offset_seconds": 31})

    assert code_of(refused) == (429, "42900")
    assert "Retry-After" not in refused.headers
    assert apple.api("GET", f"/catalog/us/albums/{RAM}").status == 200


def test_upstream_failures_are_in_apple_s_shape(apple: AppleCaller):
    apple.sim.tell("scenario", {"name": "flaky", "share": 1.0, "cut_share": 0.0})

    codes = {code_of(apple.api("GET", f"/catalog/us/albums/{RAM}")) for _time in range(20)}

    assert codes == {(500, "50001"), (502, "50200"), (503, "50300")}
