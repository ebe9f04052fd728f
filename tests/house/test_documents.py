"""What an operator or a fan relies on is written down, and what is written down exists."""

import ast
import re
from pathlib import Path

from countin.config import environment
from tests.house import tree

_CONFIGURATION = Path("docs/running/configuration.md")


def test_every_setting_is_documented():
    """An operator finds each setting in docs/running/configuration.md, and none that is gone."""
    declared = {option.name for option in environment.all_options()}

    documented = {
        name.removesuffix("_FILE") if name.removesuffix("_FILE") in declared else name
        for name in tree.documented_names(_CONFIGURATION)
        if re.fullmatch(r"(COUNTIN_[A-Z_]+|DATABASE_URL)", name)
    }

    assert documented == declared


def test_every_setting_that_the_code_names_is_declared():
    """A setting read by name but declared nowhere would be silently empty."""
    declared = {option.name for option in environment.all_options()}

    used = {
        node.value.removesuffix("_FILE") if node.value not in declared else node.value
        for source in tree.sources("countin")
        for node in ast.walk(source.module)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and re.fullmatch(r"COUNTIN_[A-Z_]*[A-Z]", node.value)
    }

    assert used - declared == set()
    assert used != set()


def test_every_setting_says_what_it_means():
    """`--help`, `doctor` and the documents are made from these sentences."""
    silent = [option.name for option in environment.all_options() if not option.meaning]

    assert silent == []


def test_every_link_between_documents_leads_somewhere():
    """A dead link in the README is the first thing that a newcomer sees."""
    dead = [
        f"{path}: {target}"
        for path in tree.files()
        if path.suffix == ".md"
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", tree.text_of(path))
        if "://" not in target and not (tree.ROOT / path.parent / target).exists()
    ]

    assert dead == []
