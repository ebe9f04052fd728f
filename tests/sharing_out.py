"""Which process gets which tests. A pytest plugin named in pyproject.toml."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

# Longest folder first.
_TOGETHER = ("tests/browser/studio/", "tests/browser/")
# Most of it is waiting, in a house of its own.
_APART = "tests/browser/studio/test_release_night.py"


class _Sharing(LoadFileScheduling):  # type: ignore[misc]  # pytest-xdist tells no types
    """A file goes to one process whole, and so do fans' pages and the studio in a browser: their
    installations, each with pages and a worker, stand twice instead of once in every process."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        if file == _APART:
            return file
        return next((room for room in _TOGETHER if file.startswith(room)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """In place of `--dist=loadfile`."""
    return _Sharing(config, log)
