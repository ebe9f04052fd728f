"""What is sealed opens to itself, in its own context, under its own key, or not at all."""

import traceback

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from countin.vault.contexts import Context, bind
from countin.vault.keys import KeyRing, make_keypair
from countin.vault.opening import CannotOpen, Opener
from countin.vault.sealing import Sealer

PRIVATE, PUBLIC = make_keypair()
SEALER = Sealer(PUBLIC)
OPENER = Opener(KeyRing(PRIVATE))
CONTEXT = Context(kind="grant", provider="spotify", owner="41")
SECRET = "AQDf-marked-refresh-token"

ways_to_seal = pytest.mark.parametrize("seal", [SEALER.seal, OPENER.reseal], ids=["web", "worker"])
any_text = st.text(st.characters(), max_size=200)  # lone surrogates too
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
contexts = st.builds(Context, kind=names.filter(bool), provider=names, owner=names.filter(bool))


@ways_to_seal
@given(secret=any_text, context=contexts)
@example(secret="half a pair \ud83d", context=CONTEXT)
def test_whatever_is_sealed_opens_to_itself(seal, secret, context):
    sealed = seal(secret, context=context)

    assert OPENER.open(sealed, context=context) == secret


@ways_to_seal
@given(data=st.data())
def test_a_changed_byte_never_opens(seal, data):
    sealed = bytearray(seal(SECRET, context=CONTEXT))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= data.draw(st.integers(1, 255))

    with pytest.raises(CannotOpen):
        OPENER.open(bytes(sealed), context=CONTEXT)


@ways_to_seal
def test_each_single_byte_is_guarded(seal):
    sealed = seal(SECRET, context=CONTEXT)

    opened = [place for place in range(len(sealed)) if _opens(_flip(sealed, place))]

    assert opened == []


@ways_to_seal
def test_each_cut_and_each_appendix_is_noticed(seal):
    sealed = seal(SECRET, context=CONTEXT)
    others = [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0"]

    opened = [other for other in others if _opens(other)]

    assert opened == []


@ways_to_seal
@given(other=contexts.filter(lambda other: other != CONTEXT))
def test_another_context_never_opens(seal, other):
    sealed = seal(SECRET, context=CONTEXT)

    with pytest.raises(CannotOpen):
        OPENER.open(sealed, context=other)


@ways_to_seal
@pytest.mark.parametrize(
    "other",
    [
        Context(kind="push_key", provider="spotify", owner="41"),
        Context(kind="grant", provider="apple_music", owner="41"),
        Context(kind="grant", provider="spotify", owner="42"),
        Context(kind="grant", provider="spotify4", owner="1"),
    ],
)
def test_a_row_copied_over_another_does_not_open(seal, other):
    sealed = seal(SECRET, context=CONTEXT)

    with pytest.raises(CannotOpen):
        OPENER.open(sealed, context=other)


@ways_to_seal
def test_another_key_never_opens(seal):
    other, _public = make_keypair()
    sealed = seal(SECRET, context=CONTEXT)

    with pytest.raises(CannotOpen):
        Opener(KeyRing(other)).open(sealed, context=CONTEXT)


@ways_to_seal
def test_claiming_another_key_of_the_ring_does_not_open(seal):
    other, _public = make_keypair()
    opener = Opener(KeyRing(PRIVATE, old=(other,)))
    sealed = seal(SECRET, context=CONTEXT)
    claimed = sealed[:2] + bytes.fromhex(other.id) + sealed[6:]

    with pytest.raises(CannotOpen):
        opener.open(claimed, context=CONTEXT)


@given(noise=st.binary(max_size=120))
def test_noise_never_opens(noise):
    with pytest.raises(CannotOpen):
        OPENER.open(noise, context=CONTEXT)


@pytest.mark.parametrize("algorithm", [1, 2])
@given(noise=st.binary(max_size=120))
def test_noise_behind_a_good_header_never_opens(algorithm, noise):
    header = bytes((1, algorithm)) + bytes.fromhex(PRIVATE.id)

    with pytest.raises(CannotOpen):
        OPENER.open(header + noise, context=CONTEXT)


@ways_to_seal
def test_the_same_secret_sealed_twice_gives_different_bytes(seal):
    assert seal(SECRET, context=CONTEXT) != seal(SECRET, context=CONTEXT)


@ways_to_seal
def test_sealed_bytes_hold_no_trace_of_the_secret(seal):
    sealed = seal(SECRET, context=CONTEXT)

    assert SECRET.encode() not in sealed


@ways_to_seal
def test_sealed_bytes_name_version_algorithm_and_key(seal):
    sealed = seal(SECRET, context=CONTEXT)

    assert (sealed[0], sealed[2:6].hex()) == (1, PUBLIC.id)
    assert sealed[1] == (1 if seal == SEALER.seal else 2)


@ways_to_seal
def test_a_memoryview_opens_as_a_database_hands_it_over(seal):
    sealed = memoryview(seal(SECRET, context=CONTEXT))

    assert OPENER.open(sealed, context=CONTEXT) == SECRET


@ways_to_seal
def test_old_keys_of_the_ring_still_open(seal):
    new, _public = make_keypair()
    sealed = seal(SECRET, context=CONTEXT)

    opener = Opener(KeyRing(new, old=(PRIVATE,)))

    assert opener.open(sealed, context=CONTEXT) == SECRET


def test_resealing_uses_the_current_key():
    new, _public = make_keypair()
    opener = Opener(KeyRing(new, old=(PRIVATE,)))

    sealed = opener.reseal(SECRET, context=CONTEXT)

    assert Opener(KeyRing(new)).open(sealed, context=CONTEXT) == SECRET


@ways_to_seal
def test_a_refusal_tells_no_secret_in_text_repr_or_traceback(seal):
    sealed = seal(SECRET, context=CONTEXT)
    other = Context(kind="grant", provider="spotify", owner="42")

    with pytest.raises(CannotOpen) as caught:
        OPENER.open(sealed, context=other)

    told = "".join(
        [str(caught.value), repr(caught.value), *traceback.format_exception(caught.value)]
    )
    assert [word for word in (SECRET, PRIVATE.as_text(), PRIVATE.raw.hex()) if word in told] == []
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_missing_key_is_named_so_that_it_can_be_put_back():
    other, _public = make_keypair()
    sealed = SEALER.seal(SECRET, context=CONTEXT)

    with pytest.raises(CannotOpen, match=f"No private key {PUBLIC.id} here. Put the old key back"):
        Opener(KeyRing(other)).open(sealed, context=CONTEXT)


@given(one=contexts, other=contexts)
def test_two_contexts_are_never_bound_alike(one, other):
    assert (bind(one, header=b"h") == bind(other, header=b"h")) == (one == other)


def test_version_algorithm_and_key_id_are_bound_too():
    headers = [bytes((1, 1)) + b"key1", bytes((1, 2)) + b"key1", bytes((1, 1)) + b"key2"]

    assert len({bind(CONTEXT, header=header) for header in headers}) == 3


@pytest.mark.parametrize("fields", [("", "spotify", "41"), ("grant", "spotify", "")])
def test_a_context_without_kind_or_owner_is_refused(fields):
    kind, provider, owner = fields

    with pytest.raises(ValueError, match="at least a kind and an owner"):
        Context(kind=kind, provider=provider, owner=owner)


def _flip(sealed: bytes, place: int) -> bytes:
    return sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]


def _opens(sealed: bytes) -> bool:
    try:
        OPENER.open(sealed, context=CONTEXT)
    except CannotOpen:
        return False
    return True
