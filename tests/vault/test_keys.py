"""Keys survive their text form, show no secret, and a wrong text is refused with its mend."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countin.vault.contexts import Context
from countin.vault.keys import KeyRing, NoVaultKey, PrivateKey, PublicKey, make_keypair
from countin.vault.opening import Opener

PRIVATE, PUBLIC = make_keypair()
raw_keys = st.binary(min_size=32, max_size=32)


@given(raw=raw_keys)
def test_a_key_survives_its_text_form(raw):
    assert PublicKey.from_text(PublicKey(raw).as_text()) == PublicKey(raw)
    assert PrivateKey.from_text(PrivateKey(raw).as_text()) == PrivateKey(raw)


def test_each_pair_is_new():
    assert make_keypair() != make_keypair()


def test_the_private_key_knows_its_public_half():
    assert (PRIVATE.public_key, PRIVATE.id) == (PUBLIC, PUBLIC.id)


def test_a_key_id_is_the_beginning_of_the_public_keys_hash():
    assert hashlib.sha256(PUBLIC.raw).hexdigest().startswith(PUBLIC.id)
    assert len(PUBLIC.id) == 8


def test_texts_fit_an_environment_variable():
    assert re.fullmatch(r"public-[A-Za-z0-9_-]{43}", PUBLIC.as_text())
    assert re.fullmatch(r"private-[A-Za-z0-9_-]{43}", PRIVATE.as_text())


def test_a_line_end_after_the_key_is_forgiven():
    assert PrivateKey.from_text(PRIVATE.as_text() + "\n") == PRIVATE


def test_swapped_keys_are_noticed():
    with pytest.raises(NoVaultKey, match="not swapped"):
        PublicKey.from_text(PRIVATE.as_text())
    with pytest.raises(NoVaultKey, match="not swapped"):
        PrivateKey.from_text(PUBLIC.as_text())


@pytest.mark.parametrize("end", [-1, -2, -20])
def test_a_cut_off_key_is_refused_without_quoting_it(end):
    with pytest.raises(NoVaultKey) as caught:
        PrivateKey.from_text(PRIVATE.as_text()[:end])

    assert "Put back the key from your backup." in str(caught.value)
    assert PRIVATE.as_text()[10:20] not in repr(caught.value)


def test_a_key_has_one_spelling():
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = PRIVATE.as_text()
    # 43 characters carry 258 bits: the last two of them belong to no key.
    respelled = text[:-1] + alphabet[alphabet.index(text[-1]) + 1]

    with pytest.raises(NoVaultKey, match="mistyped"):
        PrivateKey.from_text(respelled)


@given(text=st.text(max_size=60))
def test_noise_is_no_key(text):
    with pytest.raises(NoVaultKey):
        PrivateKey.from_text("private-" + text)


def test_a_ring_survives_its_text_form():
    old, _public = make_keypair()
    ring = KeyRing(PRIVATE, old=(old,))

    assert KeyRing.from_text(ring.as_text()) == ring
    assert KeyRing.from_text(f"{PRIVATE.as_text()}, {old.as_text()}") == ring


def test_an_empty_ring_is_refused():
    with pytest.raises(NoVaultKey, match="private key is empty"):
        KeyRing.from_text(" \n")


def test_no_repr_shows_a_private_key():
    ring = KeyRing(PRIVATE, old=(PRIVATE,))
    shown = repr([PRIVATE, ring, Opener(ring), Context(kind="grant", provider="", owner="1")])
    shown += f"{PRIVATE} {ring}"

    marks = (PRIVATE.as_text().removeprefix("private-"), PRIVATE.raw.hex(), repr(PRIVATE.raw)[2:-1])

    assert [mark for mark in marks if mark in shown] == []
    assert repr(PRIVATE) == f"<PrivateKey {PRIVATE.id}>"
