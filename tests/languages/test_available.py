"""A language is there once its folder is, and nothing else has to be told of it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from countin.languages.available import FOLDER, catalog_version, own_name, read_languages
from countin.pages.visitors.languages import forget_languages
from scripts.languages.__main__ import renew
from scripts.languages.catalogs import compile_catalog, read_catalog
from scripts.languages.extracting import all_texts


@pytest.fixture
def folder(tmp_path: Path, settings) -> Path:
    """A copy of the translations, in which a test may add one."""
    copy = tmp_path / "languages"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    settings.LOCALE_PATHS = [copy]
    return copy


@pytest.fixture
def forget():
    """What was asked before a language was added is asked anew, before and after."""
    forget_languages()
    yield
    forget_languages()


def test_every_language_stands_under_its_own_name():
    assert dict(read_languages()) == {
        "en": "English",
        "de": "Deutsch",
        "es": "Español",
        "fr": "Français",
        "it": "Italiano",
        "nl": "Nederlands",
        "pl": "Polski",
        "pt-br": "Português (Brasil)",
        "tr": "Türkçe",
        "ar": "العربية",
        "ja": "日本語",
        "ko": "한국어",
    }


def test_a_dropped_folder_makes_a_language_appear_on_every_page(db, folder, settings, forget):
    catalog = folder / "sv" / "LC_MESSAGES" / "django.po"
    catalog.parent.mkdir(parents=True)
    catalog.write_text('msgid "Nothing plays here"\nmsgstr "Här spelas inget"\n')
    catalog.with_suffix(".mo").write_bytes(compile_catalog(read_catalog(catalog)))

    settings.LANGUAGES = read_languages(folder)
    page = Client().get("/nobody-here", headers={"Accept-Language": "sv-FI, en;q=0.5"})

    text = page.content.decode()
    assert ("sv", "Svenska") in settings.LANGUAGES
    assert '<html lang="sv" dir="ltr">' in text
    assert "Här spelas inget" in text
    assert 'lang="sv" hreflang="sv" aria-current="true">Svenska</a>' in text


def test_a_new_file_is_filled_with_every_text(tmp_path, capsys):
    texts = list(all_texts())
    catalog = tmp_path / "pt_BR" / "LC_MESSAGES" / "django.po"
    catalog.parent.mkdir(parents=True)
    catalog.touch()

    renew(catalog, texts=texts)

    wanted = len({text.key for text in texts})
    assert capsys.readouterr().out == f"pt_BR: {wanted} texts, {wanted} missing\n"
    assert {message.id for message in read_catalog(catalog) if message.id} != set()


def test_settings_take_the_languages_from_the_folders():
    assert read_languages() == settings.LANGUAGES


def test_names_are_those_of_the_speakers():
    assert [own_name(code) for code in ("pt-br", "ja", "uk")] == [
        "Português (Brasil)",
        "日本語",
        "Українська",
    ]


def test_the_version_of_the_words_is_that_of_the_catalog():
    versions = {code: catalog_version(code) for code, _name in read_languages()}

    assert versions.pop("en") == ""
    assert len(set(versions.values())) == len(versions)
    assert {len(version) for version in versions.values()} == {8}


_SAY_LANGUAGE = """
import django
django.setup()
from django.utils.translation import gettext, override
with override("de"):
    print(gettext("Language"))
"""


def test_the_product_needs_no_program_for_translations(tmp_path):
    """Compiled files are committed: a fresh machine has no gettext."""
    environment = {
        "DJANGO_SETTINGS_MODULE": "countin.config.settings",
        "COUNTIN_DATA_DIR": str(tmp_path),
        "PATH": "",
    }

    told = subprocess.run(
        [sys.executable, "-c", _SAY_LANGUAGE],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
        cwd=FOLDER.parents[1],
    )

    assert told.stdout.strip() == "Sprache"
