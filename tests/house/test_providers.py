"""Adding a provider touches its folder, one settings entry, one simulator file, one test file."""

import ast
import re
from pathlib import Path

import pytest

from countin.config.listings import LISTINGS
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


# Why each of these may name a service. Whoever else must know one asks the registry.
_MAY_NAME_ONE = {
    "countin/campaigns/outside.py": "YouTube, which is another service than YouTube Music",
    "countin/config/commands/demo.py": "the quota mode under which the demo runs",
    "countin/config/demo/stand_ins.py": "what the stand-in services show",
    "countin/config/demo/surroundings.py": "the settings under which the demo runs",
    "countin/config/demo/stage.py": "the stand-in services as the demo starts them",
    "countin/config/demo/verdict.py": "what the demo compares with the services' own libraries",
    "countin/config/listings.py": "the one list of services: an installation's settings",
    "countin/elsewhere/itunes.py": "an open catalog's own dialect",
    "countin/elsewhere/known.py": "the one list of open catalogs, with their addresses",
    "countin/elsewhere/deezer.py": "an open catalog that is asked by codes",
    "countin/insights/count_numbers.py": "what a number means at each service",
    "countin/insights/report_numbers.py": "what a number leaves out at a service",
    "countin/pages/urls.py": "`/SLUG/apple`, an address that stays as it is",
    "countin/studio/making/publishing.py": "channels artists have, one of them also a service",
    "countin/planning/cadence.py": "what a service does with a new release",
    "countin/planning/distributors.py": "what a distributor says of a service",
    "countin/planning/rows_after.py": "what a service does after a release",
    "countin/planning/rows_before.py": "the deadlines that services publish",
    "countin/planning/runway.py": "the deadlines that services and distributors publish",
    "countin/planning/sources.py": "the pages where services and distributors say so",
    "countin/planning/timeline.py": "what a service does not take a single for",
}


def direct_names() -> list[str]:
    """Those that save by themselves; others remind and link."""
    return sorted(listing.name for listing in LISTINGS if listing.abilities.direct)


def test_every_folder_is_a_service_of_the_list_under_its_own_name():
    """A folder that nobody takes in does nothing; a name is an address and stays."""
    assert sorted(listing.name for listing in LISTINGS) == provider_names()


@pytest.mark.parametrize("provider", direct_names())
def test_every_direct_provider_says_how_consent_is_obtained(provider):
    """Where expected."""
    assert tree.text_of(Path("countin", "providers", provider, "consent.py")) != ""


@pytest.mark.parametrize("provider", provider_names())
@pytest.mark.parametrize("name", ["__init__.py", "listing.py", "README.md"])
def test_every_provider_has_the_same_shape(provider, name):
    """What a provider can do, and its quirks, are found where expected."""
    assert tree.text_of(Path("countin", "providers", provider, name)) != ""


@pytest.mark.parametrize("provider", direct_names())
@pytest.mark.parametrize("name", ["provider.py", "ids.py"])
def test_every_direct_provider_has_its_class_and_its_ids(provider, name):
    """Likewise."""
    assert tree.text_of(Path("countin", "providers", provider, name)) != ""


def test_a_provider_that_links_is_data_alone():
    """What differs between two of them is names and addresses: no code of its own, no settings,
    no stand-in."""
    linked = [listing for listing in LISTINGS if not listing.abilities.direct]

    files = {
        path.name
        for path in tree.files()
        if path.parent.name in {listing.name for listing in linked} and _is_in_a_folder(path)
    }

    assert files == {"__init__.py", "listing.py", "README.md"}
    assert [setting for listing in linked for setting in listing.settings] == []
    assert not {path.parts[1] for path in tree.files() if path.parts[0] == "simulator"} & {
        listing.name for listing in linked
    }


@pytest.mark.parametrize("provider", direct_names())
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


@pytest.mark.parametrize("provider", direct_names())
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
        if not _is_in_a_folder(source.path) and _names(source, services)
    }

    assert naming - set(_MAY_NAME_ONE) == set()
    assert set(_MAY_NAME_ONE) - naming == set(), "an exception that nobody needs any more"


def test_what_stand_ins_share_names_none_of_those_that_are_found_by_their_folder():
    """Nor does whoever adds a stand-in edit another file of the simulator."""
    twins = {path.parts[1] for path in tree.files() if path.name == "twin.py"}
    naming = {
        str(source.path)
        for source in tree.sources("simulator")
        if source.path.parts[1] not in twins and _names(source, re.compile("|".join(twins), re.I))
    }

    assert len(twins) > 1
    assert naming == set()


def test_no_page_names_a_service():
    """Nor do templates, styles and scripts: they show what the registry gives them."""
    names = "|".join(name.replace("_", "[ _-]?") for name in provider_names())
    services = re.compile(rf"\b({names})\b", re.I)

    pages = tree.files_below("countin", suffixes=(".html", ".css", ".js", ".txt", ".svg"))

    assert pages
    assert [str(path) for path in pages if services.search(tree.text_of(path))] == []


@pytest.mark.parametrize("provider", provider_names())
def test_no_settings_of_tools_name_a_service(provider):
    """pyproject.toml and the Makefile are not edited to add one."""
    for name in ("pyproject.toml", "Makefile"):
        assert not re.search(rf"providers[./]{provider}\b", tree.text_of(Path(name)))


def _is_in_a_folder(path: Path) -> bool:
    return path.parts[1] == "providers" and len(path.parts) > 3


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
