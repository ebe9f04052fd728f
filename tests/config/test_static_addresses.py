"""Addresses of stylesheets and scripts."""

import hashlib
import re
from pathlib import Path

from django.templatetags.static import static
from django.test import Client

import countin

_STATIC = Path(countin.__file__).parent / "pages/static"


def test_an_address_carries_a_mark_of_what_the_file_holds():
    content = (_STATIC / "pages/pages.css").read_bytes()

    address = static("pages/pages.css")

    assert address == f"/static/pages/pages.css?{hashlib.sha256(content).hexdigest()[:6]}"
    answer = Client().get(address)
    assert b"".join(answer) == content
    assert answer["Cache-Control"] == "max-age=3600, public"


def test_a_file_that_there_is_not_has_an_address_all_the_same():
    assert static("pages/none.css") == "/static/pages/none.css"


def test_no_stylesheet_or_script_is_named_without_its_mark():
    """Nothing spells an address by hand, and none imports another, which would have no mark."""
    rooms = Path(countin.__file__).parent
    templates = [*rooms.rglob("templates/**/*.html")]
    files = [*rooms.glob("*/static/**/*.js"), *rooms.glob("*/static/**/*.css")]

    assert [path for path in templates if "/static/" in path.read_text()] == []
    imports = re.compile(
        r"^\s*import\s|\bimport\(|@import|url\((?!['\"]?(?:data:|#))", re.MULTILINE
    )
    assert [path for path in files if imports.search(path.read_text())] == []
