"""Adding a provider touches its folder, one settings entry, one simulator file, one test file."""

import ast
import re
from pathlib import Path

import pytest

from tests.house import tree


def provider_names() -> list[str]:
    """One folder of countin/providers/ a streaming service."""
    folders = {
        path.parts[2]
        for path in tree.files()
        if path.parts[:2] == ("countin", "providers") and len(path.parts) > 3
    }
    assert folders, "no provider has a folder"
    return sorted(folders)


# Why each of these may name a service. config knows everything; anything else asks the registry.
_MAY_NAME_ONE = {
    "countin/insights/count_numbers.py": "what a number means at each service",
    "countin/insights/report_numbers.py": "what a number leaves out at a service",
    "countin/pages/urls.py": "`/SLUG/apple`, an address that stays as it is",
    "countin/planning/cadence.py": "what a service does with a new release",
    "countin/planning/distributors.py": "what a distributor says of a service",
    "countin/planning/rows_after.py": "what a service does after a release",
    "countin/planning/rows_before.py": "the deadlines that services publish",
    "countin/planning/runway.py": "the deadlines that services and distributors publish",
    "countin/planning/sources.py": "the pages where services and distributors say so",
    "countin/planning/timeline.py": "what a service does not take a single for",
}


@pytest.mark.parametrize("provider", provider_names())
@pytest.mark.parametrize(
    "name", ["__init__.py", "provider.py", "ids.py", "consent.py", "README.md"]
)
def test_every_provider_has_the_same_shape(provider, name):
    """What a provider can do, how consent is obtained, and its quirks are found where expected."""
    assert tree.text_of(Path("countin", "providers", provider, name)) != ""


@pytest.mark.parametrize("provider", provider_names())
def test_every_provider_has_its_stand_in(provider):
    """Demo and tests speak to a simulated service over real HTTP."""
    stand_ins = {
        path.parts[1].removesuffix(".py") for path in tree.files() if path.parts[0] == "simulator"
    }

    assert stand_ins & {provider, provider.split("_")[0]}


@pytest.mark.parametrize("provider", provider_names())
def test_every_provider_passes_the_contract(provider):
    """One test file a provider, and in it the contract class that all of them pass."""
    path = Path("tests", "providers", f"test_{provider}.py")

    assert "tests.providers.contract" in tree.text_of(path)


@pytest.mark.parametrize("provider", provider_names())
def test_every_provider_is_documented(provider):
    """An artist reads in docs/running/configuration.md what each service needs."""
    settings = tree.text_of(Path("docs/running/configuration.md"))

    assert provider.split("_")[0].upper() in settings


def test_no_code_names_a_service_outside_its_folder():
    """Whoever adds a service searches nothing: code that must know one asks the registry."""
    services = re.compile("|".join({name.split("_")[0] for name in provider_names()}), re.I)

    naming = {
        str(source.path)
        for source in tree.sources("countin")
        if source.room not in ("providers", "config") and _names(source, services)
    }

    assert naming - set(_MAY_NAME_ONE) == set()
    assert set(_MAY_NAME_ONE) - naming == set(), "an exception that nobody needs any more"


def _names(source: tree.Source, services: re.Pattern[str]) -> bool:
    """Whether code, not a comment or a docstring, holds the name of a service."""
    return any(services.search(text) for text in _words_of_code(source.module))


def _words_of_code(module: ast.Module) -> list[str]:
    docstrings = {
        id(node.value)
        for node in ast.walk(module)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    words = []
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            words.append(str(node.value))
        elif isinstance(node, ast.Name):
            words.append(node.id)
        elif isinstance(node, ast.Attribute):
            words.append(node.attr)
        elif isinstance(node, ast.arg | ast.keyword):
            words.append(node.arg or "")
    return words
