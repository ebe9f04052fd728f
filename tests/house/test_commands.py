"""Every command that `--help` lists is there: whoever types it at midnight must not meet a bug."""

import importlib

import pytest

from countin.config.cli import _COMMANDS

_LISTED = sorted(
    (group, name, module)
    for group, commands in _COMMANDS.items()
    for name, (module, _help) in commands.items()
)


@pytest.mark.parametrize(("group", "name", "module"), _LISTED)
def test_what_is_listed_can_be_called(group: str, name: str, module: str):
    names = [command.name for command in importlib.import_module(module).COMMANDS]

    assert name in names, f"countin {group} {name}: {module} has no such command in COMMANDS"
