"""Every language is whole: what the code says in English, each of them says, and nothing more."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from gettext import c2py
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message

from countin.languages.available import read_languages
from scripts.languages.catalogs import (
    PLACEHOLDER,
    catalog_files,
    compile_catalog,
    gaps,
    read_catalog,
    strings_of,
)
from scripts.languages.extracting import HANDBOOK, Text, all_texts
from tests.house import tree
from tests.house.claims_abroad import LANGUAGES, claims_abroad

# More numbers than any language has plural forms for.
_NUMBERS = range(1000)


@cache
def texts() -> dict[tuple[str, str], Text]:
    found: dict[tuple[str, str], Text] = {}
    for text in all_texts():
        # A text of the code stays one, though privacy.md may say it too.
        if text.key not in found or found[text.key].place == HANDBOOK:
            found[text.key] = text
    return found


def key_of(message: Message) -> tuple[str, str]:
    one = message.id[0] if message.pluralizable else message.id
    return str(one), message.context or ""


def messages(catalog: Catalog) -> Iterator[Message]:
    return (message for message in catalog if message.id)


@pytest.fixture(params=catalog_files(), ids=lambda path: path.parts[-3])
def path(request) -> Path:
    return Path(request.param)


@pytest.fixture
def catalog(path) -> Catalog:
    return read_catalog(path)


def test_every_folder_is_a_language_that_pages_offer():
    folders = {path.parts[-3].replace("_", "-").lower() for path in catalog_files()}

    assert folders == {code for code, _name in read_languages()} - {"en"}
    assert len(folders) >= 3


def test_the_rule_of_claims_knows_every_language():
    assert set(LANGUAGES) == {path.parts[-3] for path in catalog_files()}


def test_no_text_is_missing_and_none_is_stale(catalog):
    """`make languages` brings the file in step; then translate what it names."""
    there = {key_of(message) for message in messages(catalog)}

    assert sorted(there ^ set(texts())) == []


def test_no_text_of_the_code_is_left_untranslated(catalog):
    empty = [
        key_of(message) for message in gaps(catalog) if texts()[key_of(message)].place != HANDBOOK
    ]

    assert empty == []


def test_nothing_is_fuzzy(catalog):
    assert [message.id for message in messages(catalog) if message.fuzzy] == []


def test_placeholders_are_those_of_the_english(catalog):
    wrong = [
        (key_of(message), string)
        for message in messages(catalog)
        for form, string in enumerate(strings_of(message))
        if string and not fits(message, string=string, form=form, catalog=catalog)
    ]

    assert wrong == []


def fits(message: Message, *, string: str, form: int, catalog: Catalog) -> bool:
    found = Counter(PLACEHOLDER.findall(string))
    if not message.pluralizable:
        return found == Counter(PLACEHOLDER.findall(str(message.id)))
    wanted = Counter(PLACEHOLDER.findall(str(message.id[1])))
    # "once", "twice": a form for a single number need not name it.
    return found == wanted or (is_for_one_number(catalog, form=form) and not found - wanted)


def is_for_one_number(catalog: Catalog, *, form: int) -> bool:
    return sum(plural_form(catalog, number) == form for number in _NUMBERS) == 1


@cache
def plural_rule(expression: str) -> Callable[[int], int]:
    return c2py(expression)


def plural_form(catalog: Catalog, number: int) -> int:
    return int(plural_rule(catalog.plural_expr)(number))


def test_plural_forms_are_as_many_as_the_language_has(catalog):
    wrong = [
        key_of(message)
        for message in messages(catalog)
        if message.pluralizable and len(strings_of(message)) != catalog.num_plurals
    ]

    assert wrong == []
    assert {plural_form(catalog, number) for number in _NUMBERS} == set(range(catalog.num_plurals))


def test_a_translation_keeps_the_edges_of_its_text(catalog):
    """Blanks and lines at the ends glue sentences together, or part them."""
    wrong = [
        (one, string)
        for message in messages(catalog)
        for string in strings_of(message)
        for one in [key_of(message)[0]]
        if string and edges(string) != edges(one)
    ]

    assert wrong == []


def edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def test_no_text_hides_in_an_f_string():
    """The gatherer can't see into it."""
    hidden = [
        source.at(call)
        for source in tree.sources("countin")
        for text in ast.walk(source.module)
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("_", "gettext", "ngettext", "pgettext")
    ]

    assert hidden == []


def test_what_runs_is_made_from_what_was_translated(path, catalog):
    """`make languages` compiles."""
    assert path.with_suffix(".mo").read_bytes() == compile_catalog(catalog)


def test_nobody_typed_the_signs_that_compiling_adds(path):
    text = path.read_text(encoding="utf-8")

    assert [sign for sign in "\u2066\u2067\u2068\u2069\u200e\u200f" if sign in text] == []


def test_no_translation_claims_what_a_page_cannot_do(path, catalog):
    strings = [string for message in messages(catalog) for string in strings_of(message)]

    guilty = [claim for text in strings for claim in claims_abroad(text, language=path.parts[-3])]

    assert guilty == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Mehr Streams für deine Musik."),
        ("de", "Der Algorithmus belohnt frühe Saves."),
        ("de", "Garantierte Reichweite."),
        ("de", "Wachstum für deine Fanbase."),
        ("es", "Más oyentes para tu música."),
        ("es", "El algoritmo premia los guardados."),
        ("es", "Éxito garantizado."),
        ("es", "Haz crecer tu audiencia."),
        ("ar", "المزيد من المستمعين لموسيقاك."),
        ("ar", "الخوارزمية تكافئ الحفظ المبكر."),
        ("ar", "انتشار مضمون."),
        ("fr", "Plus de streams grâce aux sorties."),
        ("fr", "L’algorithme adore ça."),
        ("fr", "Augmente ta portée."),
        ("pt_BR", "Mais ouvintes para a sua música."),
        ("pt_BR", "O algoritmo recompensa isso."),
        ("pt_BR", "Faça o seu público crescer."),
        ("it", "Più ascoltatori per la tua musica."),
        ("it", "Successo garantito."),
        ("nl", "Meer luisteraars voor je muziek."),
        ("nl", "Vergroot je bereik."),
        ("pl", "Więcej słuchaczy."),
        ("pl", "Gwarantowany sukces."),
        ("tr", "Daha fazla dinleyici."),
        ("tr", "Algoritma erken kayıtları sever."),
        ("ja", "フォロワーを増やそう。"),
        ("ja", "アルゴリズムに届く。"),
        ("ko", "더 많은 팬을 만나세요."),
        ("ko", "성공을 보장해요."),
        ("sv", "Algoritmen älskar det."),
    ],
)
def test_the_rule_hears_claims_in_every_language(language, sentence):
    assert claims_abroad(sentence, language=language) != []
