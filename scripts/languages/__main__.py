"""`make languages`: renew every language's file, compile it, and say what is missing."""

from pathlib import Path

from scripts.languages.catalogs import (
    catalog_files,
    compile_catalog,
    gaps,
    read_catalog,
    renew_catalog,
    write_catalog,
)
from scripts.languages.extracting import Text, all_texts


def main() -> None:
    """Every file is written anew; what no code says any more leaves it."""
    texts = list(all_texts())
    for path in catalog_files():
        renew(path, texts=texts)


def renew(path: Path, *, texts: list[Text]) -> None:
    """One language: its .po, and the .mo beside it."""
    catalog = renew_catalog(read_catalog(path), texts=texts)
    path.write_bytes(write_catalog(catalog))
    path.with_suffix(".mo").write_bytes(compile_catalog(catalog))
    missing = len(list(gaps(catalog)))
    print(f"{path.parts[-3]}: {len(catalog)} texts, {missing} missing")


if __name__ == "__main__":
    main()
