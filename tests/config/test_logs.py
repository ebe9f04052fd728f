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


_SITE = """
import django, logging, sys
from django.conf import settings
settings.configure(
    ALLOWED_HOSTS=["testserver"],
    LOGGING_CONFIG=None,
    ROOT_URLCONF=__name__,
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
)
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from countin.config.logs import set_up_logs
set_up_logs(level="info")
def refuse(request): raise PermissionDenied
def suspect(request): raise SuspiciousOperation("odd")
def fail(request): raise RuntimeError("broken")
urlpatterns = [path("refuse", refuse), path("suspect", suspect), path("fail", fail)]
django.setup(set_prefix=False)
client = Client(raise_request_exception=False)
"""


def _events(program: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", _SITE + program], capture_output=True, check=True)
    return done.stderr.decode().splitlines()


def test_what_is_not_found_or_refused_stands_in_no_second_line():
    logged = _events("""
for asked in ("/l/AbCdEfGh12", "/me/short", "/refuse"):
    client.get(asked)
client.post("/refuse")
""")

    assert logged == []


def test_our_own_failure_keeps_its_traceback():
    logged = _events("client.get('/fail')")

    assert len(logged) == 1
    assert "event='Internal Server Error: /fail'" in logged[0]
    assert "Traceback (most recent call last)" in logged[0]
    assert "RuntimeError: broken" in logged[0]


def test_a_host_that_is_not_ours_is_one_line():
    logged = _events("client.get('/refuse', headers={'host': 'evil.example'})")

    assert [line.partition("event=")[2].partition(" You may")[0] for line in logged] == [
        "\"Invalid HTTP_HOST header: 'evil.example'."
    ]
    assert "Traceback" not in logged[0]


def test_the_code_of_a_shared_link_stands_in_no_line():
    logged = _events("logging.getLogger('any').warning('gone: /l/AbCdEfGh12?via=x')")

    assert [line.partition("event=")[2].partition(" logger")[0] for line in logged] == [
        "'gone: /l/[redacted]?via=x'"
    ]
