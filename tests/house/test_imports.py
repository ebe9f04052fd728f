"""import-linter keeps the imports (`make check`); here, that its contracts leave nobody out."""

from pathlib import Path

from tests.house import tree

VAULT_IMPORTERS = {"fans", "messaging", "webhooks", "config"}
ENGINES = {*("vault", "providers", "authenticity", "planning", "elsewhere", "statistics", "clock")}


def test_the_vault_is_opened_by_a_closed_list_of_rooms():
    """Every importer of the vault is one more place from which a secret can leak."""
    allowed = set(_modules("vault", "allowed_importers"))

    assert allowed <= {f"countin.{room}" for room in VAULT_IMPORTERS}


def test_every_engine_is_kept_from_django():
    """Engines are pure: they can be read, tested and reused without a database."""
    there = {f"countin.{room}" for room in ENGINES if _exists(room)}

    assert set(_modules("engines", "source_modules")) == there


def test_every_provider_is_kept_from_the_others():
    """A provider that knows another can't be taken out."""
    pattern = "countin.providers.*.listing"
    folders = {
        path.parts[2]
        for path in tree.files()
        if path.parts[:2] == ("countin", "providers") and len(path.parts) > 3
    }
    covered = {
        path.parts[2] for path in tree.files() if path.match("countin/providers/*/listing.py")
    }

    assert _modules("providers", "modules") == [pattern]
    assert covered == folders


def test_no_engine_imports_django_inside_a_function():
    """Also what import-linter could be told to ignore."""
    sources = [source for source in tree.sources("countin") if source.room in ENGINES]

    guilty = [
        source.at(node)
        for source in sources
        for name, node in tree.imports_of(source)
        if name.split(".")[0] in {"django", "psycopg", "sqlite3"}
    ]

    assert (sources != [], guilty) == (True, [])


def test_product_and_simulator_are_strangers():
    """A simulator that shares code with the product would share its mistakes."""
    guilty = [
        source.at(node)
        for program, stranger in (("countin", "simulator"), ("simulator", "countin"))
        for source in tree.sources(program)
        for name, node in tree.imports_of(source)
        if name.split(".")[0] in {stranger, "tests"}
    ]

    assert guilty == []


def _exists(room: str) -> bool:
    return any(Path("countin", room) in (p.parent, p.with_suffix("")) for p in tree.files())


def _modules(contract: str, key: str) -> list[str]:
    modules = tree.contracts()[contract][key]
    assert isinstance(modules, list)
    return modules
