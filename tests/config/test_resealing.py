"""Rows sealed anew: all of them, in batches, and never over what came meanwhile."""

from collections.abc import Callable

import pytest

from countin.config.turning.resealing import Pass, count_by_key
from countin.fans.grants import grant_context, record_rotation, shred_grants
from countin.fans.models import Grant
from countin.fans.resealing import SEALED as FANS
from countin.fans.resealing import SealedRows
from countin.vault.envelopes import Algorithm
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import Opener
from countin.vault.sealing import Sealer
from tests.presaves.rows import NOW, make_connection, make_the_artist, seal

pytestmark = pytest.mark.django_db
(OLD, _PUBLIC), (NEW, NEW_PUBLIC) = make_keypair(), make_keypair()
OPENER = Opener(KeyRing(NEW, (OLD,)))


@pytest.fixture
def grants() -> list[Grant]:
    """Three, sealed under the old key."""
    artist = make_the_artist()
    sealer = Sealer(OLD.public_key)
    for name in ("ada", "ben", "cleo"):
        grant = seal(make_connection(artist, account=name))
        sealed = sealer.seal(f"token of {name}", context=grant_context(grant.connection))
        Grant.objects.filter(pk=grant.pk).update(sealed=sealed)
    return list(Grant.objects.order_by("pk"))


def secret_of(grant: Grant) -> str:
    grant.refresh_from_db()
    assert grant.sealed is not None
    return Opener(KeyRing(NEW)).open(grant.sealed, context=grant_context(grant.connection))


def reseal_while(meanwhile: Callable[[Grant], object], *, at_most: int = 500) -> int:
    """`meanwhile` happens to each row after it was read, and before it is written."""

    def context_of(grant: Grant):
        meanwhile(grant)
        return grant_context(grant.connection)

    table = SealedRows("grants", Grant, context_of, needs=("connection",))
    return sum(table.reseal(opener=OPENER, after=0, at_most=at_most).done.values())


def test_a_pass_seals_everything_anew_and_counts_what_was_under_which_key(grants: list[Grant]):
    going = Pass()
    while not going.is_over:
        going.go_on(opener=OPENER)

    assert going.done == {OLD.id: 3}
    assert count_by_key() == {NEW.id: 3}
    assert [secret_of(grant) for grant in grants] == [
        "token of ada",
        "token of ben",
        "token of cleo",
    ]


def test_a_batch_goes_no_further_than_told_and_the_next_goes_on(grants: list[Grant]):
    table = SealedRows("grants", Grant, lambda grant: grant_context(grant.connection))

    first = table.reseal(opener=OPENER, after=0, at_most=2)
    second = table.reseal(opener=OPENER, after=first.last, at_most=2)
    third = table.reseal(opener=OPENER, after=second.last, at_most=2)

    assert [sum(each.done.values()) for each in (first, second, third)] == [2, 1, 0]
    assert (first.last, second.last, third.last) == (grants[1].pk, grants[2].pk, 0)


def test_what_a_page_sealed_is_sealed_ahead_for_the_worker_once(grants: list[Grant]):
    (table,) = FANS
    ada = grants[0]
    sealed = Sealer(NEW_PUBLIC).seal("anew", context=grant_context(ada.connection))
    Grant.objects.filter(pk=ada.pk).update(sealed=sealed)  # by a page, under the current key

    first = table.reseal_ahead(opener=OPENER, after=0, at_most=2)
    second = table.reseal_ahead(opener=OPENER, after=first.last, at_most=2)
    again = table.reseal_ahead(opener=OPENER, after=0, at_most=2)

    assert [sum(each.done.values()) for each in (first, second, again)] == [2, 1, 0]
    assert second.last == again.last == grants[2].pk
    assert [secret_of(grant) for grant in grants] == ["anew", "token of ben", "token of cleo"]
    kinds = {bytes(grant.sealed or b"")[1] for grant in Grant.objects.all()}
    assert kinds == {Algorithm.WORKER}


def test_a_token_that_was_rotated_meanwhile_is_kept(grants: list[Grant]):
    ada = grants[0]

    def rotate_adas(grant: Grant) -> None:
        if grant.pk == ada.pk:
            record_rotation(grant, fence=0, secret="rotated", opener=OPENER)

    done = reseal_while(rotate_adas)

    assert (done, secret_of(ada)) == (2, "rotated")


def test_a_grant_that_was_shredded_meanwhile_stays_shredded(grants: list[Grant]):
    reseal_while(lambda grant: shred_grants([grant.connection_id], now=NOW))

    assert set(Grant.objects.values_list("sealed", flat=True)) == {None}


def test_what_does_not_open_is_left_as_it_is_and_counted(grants: list[Grant]):
    stranger, _public = make_keypair()
    foreign = Sealer(stranger.public_key).seal("x", context=grant_context(grants[1].connection))
    Grant.objects.filter(pk=grants[1].pk).update(sealed=foreign)
    going = Pass()

    while not going.is_over:
        going.go_on(opener=OPENER)

    assert (going.unopened, count_by_key()) == (1, {NEW.id: 2, stranger.id: 1})
