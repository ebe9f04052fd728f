import re

import pytest

from tests.house import tree

# Written in pieces, so that this file doesn't hold what it looks for.
_REGISTRIES = ["py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js", "deb." + "debian"]
_PLACES = re.compile(
    "(?<![\\w.])/(" + "|".join(["wo" + "rk", "ro" + "ot", "Us" + "ers"]) + ")/"
    "|(?<![\\w.])/ho" + "me/[a-z]|/opt/(py" + "pi|wheels)"
)
_BINARY = {".mo", ".png", ".jpg", ".jpeg", ".ico", ".woff2", ".webp", ".gif", ".ttf"}


def foreign_to_the_repository(text: str) -> list[str]:
    """Registry hosts and paths of one machine in a text."""
    hosts = [host for host in _REGISTRIES if host in text]
    return hosts + [match.group() for match in _PLACES.finditer(text)]


def test_no_file_names_a_registry_or_a_path_of_one_machine():
    """A clone must work behind another index and in another folder."""
    paths = [path for path in tree.files() if path.suffix not in _BINARY]

    found = {str(path): foreign_to_the_repository(tree.text_of(path)) for path in paths}

    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    "text", ["https://" + "py" + "pi.org/simple", "/ro" + "ot/x", "=/ho" + "me/me"]
)
def test_the_rule_sees_hosts_and_paths(text):
    """A rule that sees nothing would be kept by everybody."""
    assert len(foreign_to_the_repository(text)) == 1
