"""What the doctor says about the vault's keys."""

from pathlib import Path

import pytest

from countin.config.doctor.findings import Grade
from countin.config.doctor.ground import look_at_ground
from countin.config.doctor.vault import look_at_vault
from countin.config.environment import read_values
from countin.fans.grants import grant_context
from countin.fans.models import Grant, RetiredKey
from countin.messaging.web_push.vapid import VapidKey
from countin.vault.keys import KeyRing, PrivateKey, PublicKey, make_keypair
from countin.vault.sealing import Sealer
from tests.presaves.rows import NOW, make_connection, make_the_artist, seal

pytestmark = pytest.mark.django_db


def said(settings, *keys: PrivateKey, pages: PublicKey | None = None) -> list[tuple[Grade, str]]:
    """With these keys in the settings, the current one first; `pages` is what they seal with."""
    ring = KeyRing(keys[0], keys[1:]).as_text()
    given = {"COUNTIN_CONFIG": "/nowhere", "COUNTIN_VAULT_PRIVATE_KEY": ring}
    if pages is not None:
        given["COUNTIN_VAULT_PUBLIC_KEY"] = pages.as_text()
    settings.VALUES = read_values(given)
    return [(finding.grade, finding.words) for finding in look_at_vault(NOW)]


def seal_under(key: PrivateKey) -> None:
    grant = seal(make_connection(make_the_artist()))
    sealed = Sealer(key.public_key).seal("x", context=grant_context(grant.connection))
    Grant.objects.update(sealed=sealed)


def test_where_keys_are_settings_it_says_how_to_turn_them_step_by_step(settings):
    (old, _), (new, _) = make_keypair(), make_keypair()
    seal_under(old)

    ((begin, how),) = said(settings, old)
    ((half, waits),) = said(settings, new, old)
    Grant.objects.update(sealed=None)
    ((between, first),) = said(settings, new, old, pages=old.public_key)
    ((end, take_out),) = said(settings, new, old, pages=new.public_key)

    assert {begin, half, between, end} == {Grade.NOTE}
    assert first.startswith(f"Pages still seal under {old.id}: put the new")
    assert "countin keys rotate --print" in how
    assert waits.startswith("1 rows are still to be sealed anew")
    assert take_out.startswith(f"Nothing is sealed under {old.id} any more. Once every web process")


def test_where_pages_alone_run_nothing_is_wrong_and_no_key_is_made(settings, tmp_path: Path):
    _private, public = make_keypair()
    settings.DATA_DIR = tmp_path
    settings.VALUES = read_values(
        {
            "COUNTIN_CONFIG": "/nowhere",
            "COUNTIN_VAULT_PUBLIC_KEY": public.as_text(),
            "COUNTIN_VAPID_PUBLIC_KEY": VapidKey.make().public_text,
        }
    )

    found = {one.about: one for one in look_at_ground()}

    assert (found["keys"].grade, found["push"].grade) == (Grade.FINE, Grade.FINE)
    assert "where a worker runs" in found["keys"].words
    assert list(look_at_vault(NOW)) == []
    RetiredKey.objects.create(key=public.id, retired_at=NOW)
    (told,) = look_at_vault(NOW)
    assert told.grade == Grade.MEND
    assert told.words.startswith(f"Pages here seal under {public.id}, an old key")
    assert not (tmp_path / "keys").exists()


def test_rows_whose_key_is_missing_have_to_be_mended(settings):
    (old, _), (new, _) = make_keypair(), make_keypair()
    seal_under(old)

    found = said(settings, new)

    assert found[0][0] == Grade.MEND
    assert f"1 rows are sealed under key {old.id}, which is not here" in found[0][1]
