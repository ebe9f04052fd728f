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


def test_the_line_of_a_request_holds_neither_key_nor_address_nor_query():
    program = """
from django.conf import settings
settings.configure()
from django.http import HttpResponse
from django.test import RequestFactory
from countin.config.access_log import AccessLog
from countin.config.logs import set_up_logs
set_up_logs(level="info")
for path in ("/me/" + "k" * 43, "/ada@example.org", "/" + "t" * 43, "/a?token=x"):
    AccessLog(lambda request: HttpResponse())(RequestFactory().get(path))
"""

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)

    lines = [line.partition("event=")[2] for line in done.stderr.decode().splitlines()]
    assert [line.partition(" ms=")[0] for line in lines] == [
        "'request' method='GET' path='/me/[redacted]' status=200",
        "'request' method='GET' path='/[redacted]' status=200",
        "'request' method='GET' path='/[redacted]' status=200",
        "'request' method='GET' path='/a' status=200",
    ]
