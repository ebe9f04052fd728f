"""A service on a loopback port that answers exactly what a test tells it to, over real HTTP.

For what the simulator is too well-behaved for: truncated answers, absurd types, silence.
"""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    is_cut: bool = False
    claimed_length: int | None = None


@dataclass(frozen=True)
class Heard:
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128  # the usual 5 lose connections of a crowd


class OddService:
    """A context manager. Replies are given in turn; the last one for ever."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._replies = [Reply()]
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        )

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def will_answer(self, *replies: Reply) -> None:
        self._replies = list(replies)

    def __enter__(self) -> "OddService":
        self._thread.start()
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _next(self) -> Reply:
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        service = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                service.heard.append(Heard(self.command, self.path, dict(self.headers), body))
                reply = service._next()
                time.sleep(reply.delay)
                if reply.is_cut:
                    self.close_connection = True
                    return
                self.send_response_only(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                length = reply.claimed_length or len(reply.body)
                if reply.status != 204:
                    self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(reply.body)
                self.close_connection = length != len(reply.body)

            do_GET = do_PUT = do_POST = do_DELETE = answer  # noqa: N815 -- as http.server asks

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler
