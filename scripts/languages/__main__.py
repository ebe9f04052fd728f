"""`make languages`: renew every language's file, compile it, and say what is missing.

`python -m scripts.languages read fr --by NAME`: write down that a speaker has read a language.
"""

import argparse
from datetime import UTC, date, datetime
from pathlib import Path

from countin.languages.available import FOLDER, version_of
from countin.languages.reviews import review_file
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
    told = _read_arguments()
    texts = list(all_texts())
    if told.verb == "read":
        path = FOLDER / told.language / "LC_MESSAGES" / "django.po"
        if not path.is_file():
            raise SystemExit(f"There is no {path}. Name a folder of countin/languages/.")
        renew(path, texts=texts)
        note_review(path, reader=told.by, today=datetime.now(UTC).date())
        return
    for path in catalog_files():
        renew(path, texts=texts)


def renew(path: Path, *, texts: list[Text]) -> None:
    """One language: its .po, and the .mo beside it."""
    catalog = renew_catalog(read_catalog(path), texts=texts)
    path.write_bytes(write_catalog(catalog))
    path.with_suffix(".mo").write_bytes(compile_catalog(catalog))
    missing = len(list(gaps(catalog)))
    print(f"{path.parts[-3]}: {len(catalog)} texts, {missing} missing")


def note_review(path: Path, *, reader: str, today: date) -> None:
    """Beside the language of this .po: who has read it, when, and which version of its words."""
    locale = path.parts[-3]
    file = review_file(locale.replace("_", "-").lower(), folder=path.parents[2])
    name = reader.replace("\\", "").replace('"', "'").strip()
    if not name or not name.isprintable():
        raise SystemExit("Say who read it: --by NAME.")
    file.write_text(
        f'reader = "{name}"\nread_on = "{today}"\n'
        f'version = "{version_of(path.with_suffix(".mo"))}"\n',
        encoding="utf-8",
    )
    print(f"{locale}: read by {name} on {today}; commit {file.name} with it")


def _read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m scripts.languages")
    verbs = parser.add_subparsers(dest="verb")
    read = verbs.add_parser("read", help="note that a speaker has read all texts of a language")
    read.add_argument("language", help="the folder's name: fr, pt_BR")
    read.add_argument("--by", required=True, help="who read it; this is published")
    return parser.parse_args()


if __name__ == "__main__":
    main()
