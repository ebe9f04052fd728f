"""docs/services.md says what the code says."""

from scripts.capabilities import PAGE, write_capabilities


def test_the_table_of_services_is_the_code_s():
    """Nobody keeps it by hand: `python -m scripts.capabilities` writes it."""
    assert PAGE.read_text("utf-8") == write_capabilities()
