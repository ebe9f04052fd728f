"""Which process gets which tests. A pytest plugin named in pyproject.toml."""

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

_BROWSER = "tests/browser/"


class _Sharing(LoadFileScheduling):  # type: ignore[misc]  # pytest-xdist tells no types
    """A file goes to one process whole, and so does the browser's room: its installations, each
    with pages and a worker, stand once instead of once in every process."""

    def _split_scope(self, nodeid: str) -> str:
        file: str = super()._split_scope(nodeid)
        return _BROWSER if file.startswith(_BROWSER) else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """In place of `--dist=loadfile`."""
    return _Sharing(config, log)
