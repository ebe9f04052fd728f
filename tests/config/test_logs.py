"""What reaches the log: whole errors, and no secrets."""

import subprocess
import sys

_PROGRAM = """
import logging
from countin.config.logs import set_up_logs
set_up_logs(level="info")
try:
    raise RuntimeError("token=abcdef for ada@example.org")
except RuntimeError:
    logging.getLogger("django.request").error("broken", exc_info=True)
"""


def _logged() -> str:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True)
    return done.stderr.decode()


def test_a_librarys_error_comes_with_its_traceback():
    assert "Traceback (most recent call last)" in _logged()


def test_neither_secret_nor_address_stands_in_a_traceback():
    logged = _logged()

    assert "RuntimeError: token=[redacted] for [redacted]" in logged
    assert "abcdef" not in logged
    assert "ada@" not in logged
