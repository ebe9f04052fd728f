"""Every number is made by one function, and worked out another way by one test."""

import importlib
import re
from collections import Counter
from fnmatch import fnmatchcase
from pathlib import Path

from countin.insights.numbers import SHOWN
from tests.house import tree
from tests.house.number_makers import MADE


def test_every_number_has_one_definition():
    names = [number.name for number in SHOWN]

    assert len(names) > 100
    assert sorted(names) == sorted(set(names))


def test_every_number_has_one_maker():
    """A second function for the same number would one day say something else."""
    makers = {
        number.name: [
            made.maker
            for made in MADE
            if any(fnmatchcase(number.name, name) for name in made.names)
        ]
        for number in SHOWN
    }

    assert {name: found for name, found in makers.items() if len(found) != 1} == {}


def test_every_maker_is_there_and_called_by_the_product():
    text = "".join(tree.text_of(path) for path in tree.files_below("countin", suffixes=(".py",)))
    called = Counter(re.findall(r"\b(\w+)\(", text))

    for made in MADE:
        module, name = made.maker.split(":")
        assert callable(getattr(importlib.import_module(module), name)), made.maker
        assert called[name] >= 2, f"nobody calls {made.maker}"


def test_every_maker_is_proved():
    for made in MADE:
        file, name = made.proof.split("::")
        assert f"def {name}(" in tree.text_of(Path(file)), made.proof
